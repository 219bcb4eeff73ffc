//! Serving a town.

use super::open;
use crate::args::{Args, Serve};
use crate::courier::Network;
use crate::failure::Failure;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use web::{App, Limits};

pub(super) fn serve(args: &Args, serve: &Serve) -> Result<ExitCode, Failure> {
    let desk = open(&args.data)?;
    let claim = desk.town().claim()?;
    for pack in desk.newer_packs() {
        tracing::warn!(
            pack = pack.name,
            version = pack.version,
            "a newer version of this pack comes with the program; see `yiben pack adopt`"
        );
    }
    // The map does without; whoever put the file there will want to know.
    if let Ok(Some(flaw)) = desk.trusted_seat("owner").base_map_flaw() {
        tracing::warn!(zh = flaw.zh(), "{flaw}");
    }
    desk.wind()?;
    desk.open_post_office(Arc::new(Network))?;
    let address = SocketAddr::new(serve.host, serve.port);
    let limits = Limits {
        requests_per_second: serve.rate,
        ..Limits::default()
    };
    let runtime =
        tokio::runtime::Runtime::new().map_err(|error| Failure::File("runtime".to_owned(), error))?;
    let app = App::new(Arc::clone(&desk), limits, super::paper::press(args));
    let lang = args.lang;
    let code = desk.town().code;
    let served = runtime.block_on(web::serve(
        app,
        address,
        move |address| {
            anstream::println!(
                "{}",
                lang.pick(
                    &format!("{code} 正在 http://{address} 提供服务"),
                    &format!("serving {code} at http://{address}")
                )
            );
        },
        stopped(),
    ));
    // Readers that still wait are let go, and the claim with them.
    runtime.shutdown_timeout(std::time::Duration::from_secs(5));
    drop(claim);
    served.map_err(|error| Failure::File(address.to_string(), error))?;
    Ok(ExitCode::SUCCESS)
}

/// Until the operator or the system says stop.
async fn stopped() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! { () = interrupt => {}, () = terminate => {} }
}

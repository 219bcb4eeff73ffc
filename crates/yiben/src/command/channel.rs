//! Ways out of the program, and what goes through them, on the command line.

use super::{print_json, read_text, seat};
use crate::args::{Args, Channel, Delivery};
use crate::courier::Network;
use crate::failure::Failure;
use crate::print::Table;
use desk::{Address, DeliveryState, NewChannel, Shape};
use serde_json::json;
use std::process::ExitCode;

pub(super) fn channel(args: &Args, command: &Channel) -> Result<ExitCode, Failure> {
    let seat = seat(args)?;
    match command {
        Channel::Add(add) => {
            let secret = add
                .secret
                .as_deref()
                .map(|file| read_text(file).map(|text| text.trim().to_owned()))
                .transpose()?;
            let new = NewChannel {
                shape: add.shape.into(),
                address: Address {
                    to: add.to.clone(),
                    secret,
                },
                place: add.place,
                on: add.on.clone(),
                inside: add.inside,
            };
            seat.set_channel(&add.name, &new)?;
            anstream::println!("{}", add.name);
        }
        Channel::List => {
            let channels = seat.channels()?;
            if args.json {
                let all: Vec<_> = channels
                    .iter()
                    .map(|(name, channel)| {
                        json!({
                            "name": name, "shape": channel.shape, "to": channel.shown, "place": channel.place,
                            "on": channel.on, "inside": channel.inside,
                        })
                    })
                    .collect();
                print_json(&all);
            } else {
                let mut table = Table::new(&[
                    args.lang.pick("名称", "name"),
                    args.lang.pick("形式", "shape"),
                    args.lang.pick("去向", "to"),
                    args.lang.pick("范围", "place"),
                    args.lang.pick("事项", "on"),
                ]);
                for (name, channel) in channels {
                    table.row(vec![
                        name,
                        shape_name(channel.shape).to_owned(),
                        channel.shown,
                        channel.place.map(|place| place.to_string()).unwrap_or_default(),
                        channel.on.join(" "),
                    ]);
                }
                table.print();
            }
        }
        Channel::Test { name } => {
            if let Err(why) = seat.try_channel(name, &Network)? {
                anstream::eprintln!("{why}");
                return Ok(ExitCode::from(1));
            }
            anstream::println!("{}", args.lang.pick("已送达", "taken"));
        }
        Channel::Remove { name } => seat.remove_channel(name)?,
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) fn delivery(args: &Args, command: &Delivery) -> Result<ExitCode, Failure> {
    let seat = seat(args)?;
    match command {
        Delivery::List { limit } => {
            let deliveries = seat.deliveries(*limit)?;
            if args.json {
                let all: Vec<_> = deliveries
                    .iter()
                    .map(|(name, delivery)| json!({ "name": name, "delivery": delivery }))
                    .collect();
                print_json(&all);
            } else {
                let mut table = Table::new(&[
                    args.lang.pick("名称", "name"),
                    args.lang.pick("状态", "state"),
                    args.lang.pick("次数", "tries"),
                    args.lang.pick("时间", "at"),
                    args.lang.pick("内容", "says"),
                    args.lang.pick("对方答复", "answer"),
                ]);
                for (name, delivery) in deliveries {
                    let state = match delivery.state {
                        DeliveryState::Waiting => args.lang.pick("待发", "waiting"),
                        DeliveryState::Sent => args.lang.pick("已送达", "sent"),
                        DeliveryState::Failed => args.lang.pick("失败", "failed"),
                    };
                    table.row(vec![
                        name,
                        state.to_owned(),
                        delivery.tries.to_string(),
                        delivery.next.to_string(),
                        args.lang.pick(&delivery.text.zh, &delivery.text.en).to_owned(),
                        delivery.error.unwrap_or_default(),
                    ]);
                }
                table.print();
            }
        }
        Delivery::Retry { name } => seat.retry_delivery(name)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn shape_name(shape: Shape) -> &'static str {
    match shape {
        Shape::Json => "json",
        Shape::Dingtalk => "dingtalk",
        Shape::Wecom => "wecom",
        Shape::Email => "email",
    }
}

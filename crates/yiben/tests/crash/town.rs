//! A town in a folder of its own, and the program run on it.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

pub(crate) struct Town {
    folder: tempfile::TempDir,
    pub(crate) token: String,
}

pub(crate) struct Served {
    child: Child,
    pub(crate) address: String,
    pub(crate) token: String,
}

impl Served {
    /// As a power cut would: nothing is closed, nothing flushed.
    pub(crate) fn kill(&mut self) {
        self.child.kill().expect("the server was running");
        self.child.wait().expect("the server has ended");
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Town {
    pub(crate) fn make() -> Self {
        Self::make_in(tempfile::tempdir().expect("a folder for the town"))
    }

    pub(crate) fn make_in(folder: tempfile::TempDir) -> Self {
        let mut town = Town {
            folder,
            token: String::new(),
        };
        assert_eq!(town.run(&["init", "--code", "330226105"]), 0);
        let post = "office@330226105";
        assert_eq!(
            town.run(&["user", "add", "clerk", "--name", "王小明", "--post", post]),
            0
        );
        town.token = town.told(&["user", "token", "clerk", "--name", "test"]);
        town
    }

    /// The file that holds the town's book.
    pub(crate) fn book(&self) -> std::path::PathBuf {
        self.folder.path().join("town.db")
    }

    /// Its exit code, and what it says.
    pub(crate) fn answer(&self, arguments: &[&str]) -> (i32, String) {
        let done = self.command(arguments).output().expect("the program runs");
        let said = [done.stdout, done.stderr].concat();
        (
            done.status.code().unwrap_or(-1),
            String::from_utf8_lossy(&said).into_owned(),
        )
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yiben"));
        command
            .arg("--lang")
            .arg("en")
            .arg("--data")
            .arg(self.folder.path());
        command.args(arguments);
        command
    }

    /// Its exit code.
    pub(crate) fn run(&self, arguments: &[&str]) -> i32 {
        let done = self.command(arguments).output().expect("the program runs");
        let code = done.status.code().unwrap_or(-1);
        if code != 0 {
            println!(
                "{arguments:?}: {}{}",
                String::from_utf8_lossy(&done.stdout),
                String::from_utf8_lossy(&done.stderr)
            );
        }
        code
    }

    /// What it says.
    pub(crate) fn told(&self, arguments: &[&str]) -> String {
        let done = self.command(arguments).output().expect("the program runs");
        assert!(
            done.status.success(),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&done.stderr)
        );
        String::from_utf8_lossy(&done.stdout).trim().to_owned()
    }

    /// A figure of the whole town, as the program gives it.
    pub(crate) fn figure(&self, indicator: &str, period: &str) -> String {
        let told = self.told(&["--json", "indicator", "show", indicator, "--period", period]);
        let figure: serde_json::Value = serde_json::from_str(&told).expect("the figure is JSON");
        figure["lines"][0]["value"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    pub(crate) fn serve(&self) -> Served {
        let mut child = self
            .command(&["serve", "--port", "0", "--rate", "0"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut line = String::new();
        let out = child.stdout.take().expect("its output is piped");
        BufReader::new(out)
            .read_line(&mut line)
            .expect("it says where it serves");
        let address = line
            .trim()
            .rsplit("http://")
            .next()
            .unwrap_or_default()
            .to_owned();
        Served {
            child,
            address,
            token: self.token.clone(),
        }
    }
}

//! A full disk: told clearly, nothing acknowledged is lost, and the server goes on once there is room.

use crate::body;
use crate::client::Client;
use crate::town::Town;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

const RECORDS: &str = "/api/v1/registers/dispute/records";

/// A small disk of its own; none where it may not be mounted.
struct Disk(tempfile::TempDir);

impl Disk {
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=24m", "tmpfs"])
            .arg(folder.path())
            .output()
            .is_ok_and(|done| done.status.success());
        mounted.then_some(Disk(folder))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.path()).output();
    }
}

/// Fills the disk but for so many bytes.
fn fill(disk: &Disk, but: usize) -> std::path::PathBuf {
    let ballast = disk.path().join("ballast");
    let mut size = 24 * 1024 * 1024;
    while std::fs::write(&ballast, vec![1; size]).is_err() {
        size -= 64 * 1024;
    }
    std::fs::write(&ballast, vec![1; size.saturating_sub(but)]).expect("less fits");
    ballast
}

#[test]
fn a_full_disk_is_told_loses_nothing_and_is_got_over() {
    let Some(disk) = Disk::mount() else {
        println!("skipped: a small disk cannot be mounted here (that needs root)");
        return;
    };
    let town = Town::make_in(tempfile::tempdir_in(disk.path()).expect("a folder on the disk"));
    let served = town.serve();
    let mut client = Client::open(&served.address, &served.token).expect("it answers");
    let ballast = fill(&disk, 300 * 1024);
    let mut made = Vec::new();
    let mut refused = None;
    for nr in 0..3_000 {
        let answer = client.send("POST", RECORDS, &[], &body(nr)).expect("it answers");
        match answer.status {
            201 => made.push(answer.body["record"]["id"].as_str().expect("an id").to_owned()),
            _ => {
                refused = Some(answer);
                break;
            }
        }
    }
    let refused = refused.expect("the disk is full some time");
    assert_eq!(
        (refused.status, &refused.body["type"]),
        (507, &Value::from("disk-full")),
        "{}",
        refused.body
    );
    assert!(
        refused.body["title_zh"]
            .as_str()
            .is_some_and(|text| text.contains("磁盘已满"))
    );
    assert!(
        refused.body["title"]
            .as_str()
            .is_some_and(|text| text.contains("disk is full"))
    );
    let there = |client: &mut Client, id: &str| {
        client
            .send("GET", &format!("{RECORDS}/{id}"), &[], &Value::Null)
            .expect("it answers")
            .status
    };
    let last = made.last().expect("some were made").clone();
    assert_eq!(there(&mut client, &last), 200, "reading goes on");
    std::fs::remove_file(ballast).expect("room is made");
    let again = client
        .send("POST", RECORDS, &[], &body(9_999))
        .expect("it answers");
    assert_eq!(again.status, 201, "{}", again.body);
    for id in &made {
        assert_eq!(there(&mut client, id), 200, "{id} was acknowledged");
    }
    let count = client
        .send("GET", &format!("{RECORDS}?count=true"), &[], &Value::Null)
        .expect("it answers");
    assert_eq!(count.body["count"], made.len() + 1, "nothing half written");
    drop(served);
    assert_eq!(town.run(&["verify"]), 0);
    assert_eq!(town.run(&["rebuild"]), 0);
}

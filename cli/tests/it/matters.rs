//! What must not matter: each fixture of `matters` is told once, by the rule that is about it, with the command that shows
//! the other play.

use mockras_testing::dll;

use super::{Folder, corpus};

/// The causes that a report tells.
fn told(out: &str) -> Vec<&str> {
    out.lines().filter(|line| line.starts_with("error: ") || line.starts_with("advice: ")).collect()
}

/// What shows all of them; Wine takes its time with the rest of the corpus.
const ENOUGH: [&str; 5] = ["accept", "address4", "links", "reauth", "refuse"];

fn enough() -> Vec<String> {
    ENOUGH.iter().map(|folder| corpus(folder).to_str().expect("a path in UTF-8").to_owned()).collect()
}

fn checked(name: &str, flags: &[&str]) -> String {
    let library = dll::c(&format!("matters/{name}"));
    let library = library.to_str().expect("a path in UTF-8");
    let scenarios = if cfg!(windows) { enough() } else { Vec::new() };
    let scenarios: Vec<&str> = scenarios.iter().map(String::as_str).collect();
    Folder::new().run(&[&["check", "--dll", library], &scenarios[..], flags].concat()).out
}

#[test]
fn what_hangs_on_other_users_and_names_is_advice_that_is_told_once() {
    for (name, title, observed) in [
        ("link_counter", "BYSTANDER another-user-changes-nothing", "yes without the bystander, and no while"),
        ("one_name", "NAMESAKE a-namesake-changes-nothing", "yes without the namesake, and no while"),
        ("sticky_refusal", "DIAL-ORDER dial-order-changes-nothing", "in this order of dials, and"),
        ("four_ports", "PORT-NAMES port-names-change-nothing", "with these names of ports, and"),
        (
            "port_cut_at_15",
            "PORT-NAMES port-names-change-nothing",
            "10.8.0.2, a new one, with these names of ports, and 10.8.0.1",
        ),
        ("not_capable", "NOT-CAPABLE an-unknown-state-is-not-hostile", "FALSE, as for quarantine"),
        (
            "swapped_bytes",
            "BYTE-ORDER addresses-keep-their-byte-order",
            "2.0.8.10 after 10.8.0.1: with its bytes the other way round it is 10.8.0.2",
        ),
    ] {
        let out = checked(name, &[]);
        assert_eq!(told(&out), [format!("advice: {title}")], "{name}:\n{out}");
        assert!(out.contains(observed), "{name}:\n{out}");
    }
}

#[test]
fn data_shared_between_the_processes_is_found_after_links_were_accepted() {
    let out = checked("counts_in_accept", &[]);
    assert_eq!(told(&out), ["error: SERIAL-06 halves-share-nothing"], "{out}");
    assert!(
        out.contains("NO_ERROR, address 10.0.0.4, notify FALSE; in one process: ERROR_ACCESS_DENIED"),
        "{out}"
    );
}

#[test]
fn file_that_both_processes_write_is_told() {
    let library = dll::c("matters/one_log");
    let library = library.to_str().expect("a path in UTF-8");
    let folder = Folder::new();
    let log = folder.path("sessions.log");
    let folder = folder.environment("GATE_LOG", log.to_str().expect("a path in UTF-8"));
    let links = corpus("links");
    let links = links.to_str().expect("a path in UTF-8");
    for jobs in ["-j1", "-j3"] {
        let out = folder.run(&["check", links, "--dll", library, jobs]).out;
        assert_eq!(told(&out), ["advice: ONE-FILE a-file-has-one-process"], "{out}");
        assert!(out.contains("it writes a file that conn/1 writes too"), "{out}");
    }
    let out = folder.run(&["check", links, "--dll", library, "--policy", "processes=one"]).out;
    assert_eq!(told(&out), [""; 0], "{out}");
}

#[test]
#[cfg(target_os = "linux")]
fn dll_that_keeps_the_second_process_from_starting_is_told() {
    let out = checked("unix/second_process", &["-j1"]);
    assert_eq!(told(&out), ["error: SERIAL-06 halves-share-nothing"], "{out}");
    let expected = "the second process fails to start: InitializeDll returned NO_ERROR in conn/1 and \
                    ERROR_ACCESS_DENIED in ip/1, and NO_ERROR when there is one process";
    assert!(out.contains(expected), "{out}");
}

#[test]
#[cfg(target_os = "linux")]
fn what_hangs_on_the_thread_is_told_once() {
    for jobs in ["-j1", "-j3"] {
        let out = checked("unix/lock_kept", &["--timeout", "500ms", jobs]);
        assert_eq!(told(&out), ["advice: THREADS threads-change-nothing"], "{out}");
        assert!(out.contains("it hangs when another thread calls (hang: "), "{out}");
        assert!(!out.contains("  met  "), "one hang is enough:\n{out}");
    }
    let out = checked("unix/kept_by_thread", &[]);
    assert_eq!(told(&out), ["advice: THREADS threads-change-nothing"], "{out}");
    assert!(out.contains("1 on one thread; 0 when another thread calls"), "{out}");
}

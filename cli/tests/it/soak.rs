//! `mockras soak`: what drifts, runs out, grows or crashes late is found, kept and shown again.

use mockras::scenario::Stock;
use mockras_testing::dll;

use super::{Ended, Folder};

/// Somebody comes, and is hung up at the end of the cycle.
const ONE_USER: &str = "steps = [{ dial = { port = \"VPN2-0\", user = \"alice\", ipv4 = \"zero\" } }]\n";
const NO_ADDRESS: &str = "steps = [{ dial = { port = \"VPN2-0\", user = \"alice\" } }]\n";

/// What comes of a soak of a fixture, and of playing the case that it saved.
fn soaked(scenario: &str, name: &str, cycles: &str) -> (Ended, Ended) {
    let folder = Folder::with(scenario);
    let file = dll::c(&format!("defect/{name}")).to_str().expect("a path in UTF-8").to_owned();
    let soak = folder.run(&["soak", "a.toml", "--dll", &file, "--cycles", cycles, "--timeout", "20s"]);
    let replay = folder.run(&["replay", "--dll", &file, "--timeout", "20s"]);
    (soak, replay)
}

/// The title and the lines with these labels.
fn told(ended: &Ended) -> Vec<&str> {
    let is_told = |line: &&str| {
        line.starts_with("error:")
            || ["cycle ", "where ", "observed "].iter().any(|label| line.trim_start().starts_with(label))
    };
    ended.out.lines().filter(is_told).map(str::trim).collect()
}

#[test]
fn seeded_faults_are_found_and_shown_again() {
    for (fault, title, last) in [
        ("keeps-sessions", "error: DRIFTS what-repeats-shows-the-same", "AcceptNewConnectionEx c3 = FALSE"),
        ("loses-addresses", "error: RUNS-OUT addresses-do-not-run-out", "notify=FALSE"),
    ] {
        let folder = Folder::new();
        let soak = folder.run(&["soak", "--fault", fault, "--cycles", "5"]);
        assert_eq!(soak.code, Some(1), "{}{}", soak.out, soak.err);
        let told = told(&soak);
        assert_eq!((told[0], told[1]), (title, "cycle      3"), "{}", soak.out);
        assert!(told[3].ends_with(last), "{}", soak.out);
        assert!(soak.err.ends_with("RESULT: FAIL (1 error in 1 conversation, 5 cycles)\n"), "{}", soak.err);
        let replay = folder.run(&["replay"]);
        assert_eq!(replay.code, Some(1), "{}", replay.out);
        assert!(replay.out.starts_with("x failing     mockras-cases/"), "{}", replay.out);
        let mended = folder.run(&["replay", "--dll", "stock:accept-all"]);
        assert_eq!(mended.code, Some(0), "{}{}", mended.out, mended.err);
    }
}

/// The titles of what is told.
fn titles(soak: &Ended) -> Vec<&str> {
    soak.out.lines().filter(|line| line.starts_with("error: ")).collect()
}

#[test]
fn stock_dlls_pass_over_the_corpus() {
    // That one is told whom to refuse in a scenario.
    for stock in Stock::ALL.iter().filter(|stock| **stock != Stock::RefuseUser) {
        let soak = Folder::new().run(&["soak", "--dll", &format!("stock:{stock}"), "--cycles", "20"]);
        assert_eq!((titles(&soak), soak.code), (vec![], Some(0)), "{stock}: {}{}", soak.out, soak.err);
    }
    let json =
        Folder::new().run(&["soak", "--dll", "stock:address-pool", "--cycles", "3", "--format", "json"]);
    let is_empty = json.out.contains("\"mockras-soak\": 1") && json.out.contains("\"findings\": []");
    assert!(is_empty, "{}", json.out);
}

/// Pools, sessions, links and states: what such DLLs keep something of.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const OF_ALL_KINDS: [&str; 6] = [
    "address4/pool.toml",
    "address4/port-name-of-16-units.toml",
    "address6/pool.toml",
    "crowd/three-sessions.toml",
    "links/two-links.toml",
    "reauth/not-capable.toml",
];

/// DLLs that are right, and what is told of them all the same.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const MEANT: [(&str, &[&str]); 1] = [
    // It keeps a record of each session until the service stops, as billing may want it (docs/how-to/soak.md).
    ("matters/keeps_records", &["error: GROWS nothing-grows"]),
];

/// Where memory, handles and threads are all measured.
#[test]
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn nothing_is_told_of_sound_dlls_but_what_they_mean_to_keep() {
    let scenarios =
        OF_ALL_KINDS.map(|name| super::corpus(name).to_str().expect("a path in UTF-8").to_owned());
    let meant = MEANT.map(|(name, told)| (name.to_owned(), told));
    let none: &[&str] = &[];
    for (name, told) in dll::fixtures("conforming").into_iter().map(|name| (name, none)).chain(meant) {
        let library = dll::c(&name);
        let mut arguments =
            vec!["soak", "--dll", library.to_str().expect("a path in UTF-8"), "--cycles", "60"];
        arguments.extend(scenarios.iter().map(String::as_str));
        let soak = Folder::new().run(&arguments);
        assert_eq!(titles(&soak), told, "{name}: {}{}", soak.out, soak.err);
        let ended =
            if told.is_empty() { "RESULT: PASS (6 conversations, 360 cycles)\n" } else { "RESULT: FAIL (" };
        assert!(soak.err.contains(ended), "{name}: {}{}", soak.out, soak.err);
    }
}

#[test]
fn memory_that_a_call_keeps_is_told_with_the_call() {
    if !cfg!(all(target_os = "linux", target_env = "gnu")) {
        return;
    }
    let (soak, replay) = soaked(NO_ADDRESS, "leak_memory", "300");
    let [title, place, observed] = told(&soak)[..] else { panic!("{}", soak.out) };
    assert_eq!(title, "error: GROWS nothing-grows");
    assert!(place.contains("the process conn, after AcceptNewConnection2 of leak_memory"), "{place}");
    assert!(
        observed.contains("memory grows by about ") && observed.ends_with(", over 300 cycles"),
        "{observed}"
    );
    assert_eq!((soak.code, replay.code), (Some(1), Some(1)), "{}{}", soak.err, replay.out);
}

#[test]
fn addresses_that_are_lost_run_out() {
    let (soak, replay) = soaked(ONE_USER, "leak_addresses", "300");
    let told = told(&soak);
    assert_eq!(told[..2], ["error: RUNS-OUT addresses-do-not-run-out", "cycle      201"], "{}", soak.out);
    assert!(told[3].ends_with("= ERROR_PPP_NO_ADDRESS_ASSIGNED address=0.0.0.0 notify=FALSE"), "{}", told[3]);
    assert_eq!((soak.code, replay.code), (Some(1), Some(1)), "{}{}", soak.err, replay.out);
}

#[test]
fn crash_at_cycle_7000_is_found_kept_and_named() {
    let (soak, replay) = soaked(NO_ADDRESS, "crash_late", "10000");
    let told = told(&soak);
    assert_eq!(told[..2], ["error: RUN-01 callouts-return", "cycle      7000"], "{}{}", soak.out, soak.err);
    assert!(told[2].contains("step 1, connection 7000, AcceptNewConnection2 of conn/1"), "{}", told[2]);
    assert!(soak.err.contains("RESULT: FAIL (1 error in 1 conversation, 7000 cycles)"), "{}", soak.err);
    assert_eq!(replay.code, Some(1), "{}{}", replay.out, replay.err);
    assert!(replay.out.contains("x failing     mockras-cases/run-01"), "{}", replay.out);
}

#[test]
#[cfg(target_os = "linux")]
fn descriptors_and_threads_that_a_call_keeps_are_told_with_the_call() {
    for (name, cycles, call, observed) in [
        ("leak_descriptor", "300", "after AcceptNewConnection2", "handles grow by about 1 a cycle"),
        ("leak_thread", "60", "after ConnectionHangupNotification2", "threads grow by about 1 a cycle"),
    ] {
        let (soak, _) = soaked(NO_ADDRESS, &format!("unix/{name}"), cycles);
        let told = told(&soak);
        let at = told.iter().position(|line| *line == "error: GROWS nothing-grows");
        let at = at.unwrap_or_else(|| panic!("{}{}", soak.out, soak.err));
        assert!(told[at + 1].contains(call) && told[at + 2].contains(observed), "{}", soak.out);
    }
}

#[test]
fn what_cannot_be_repeated_is_refused() {
    let stops = Folder::with("steps = [\"stop\"]\n").run(&["soak", "a.toml"]);
    assert_eq!(stops.code, Some(2), "{}", stops.err);
    assert!(
        stops.err.contains("expected a scenario in which somebody comes before the service stops"),
        "{}",
        stops.err
    );
    let folder = Folder::with(ONE_USER).file("a.txt", "mockras transcript 1\n");
    let transcript = folder.run(&["soak", "a.txt"]);
    assert_eq!(transcript.code, Some(2), "{}", transcript.err);
    assert!(
        transcript.err.contains("a.txt: expected a scenario (.toml), found a transcript"),
        "{}",
        transcript.err
    );
    let cycles = folder.run(&["soak", "a.toml", "--cycles", "1"]);
    assert_eq!(cycles.code, Some(2), "{}", cycles.err);
}

//! Whatever a DLL writes into the channel of its host is told of that DLL: the parent neither hangs nor fails, and the next
//! scenario is right.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use mockras::pipeline::{InProcess, Runner};
use mockras::scenario::{Dll, Scenario, Span, Step};
use mockras_native::worker::Isolated;
use mockras_testing::dll::{self, program};

/// How many cases are played unless the variable of this name says otherwise. With 5,000 it takes some ten minutes.
const CASES: u64 = 60;
const CASES_VARIABLE: &str = "MOCKRAS_FORGED_CASES";

/// No case takes as long: the time limit of a callout is much shorter, and a scenario has few of them.
const LONGEST: Duration = Duration::from_secs(120);

/// Several users with a number, with this DLL.
fn hostile(dll: &Dll, seed: u64) -> Scenario {
    let user = |part: u64| format!("u{}", seed * 4 + part);
    let steps = [
        Step::dial("VPN2-0", user(0)),
        Step::dial("VPN2-1", user(1)),
        Step::Restart,
        Step::dial("VPN2-0", user(2)),
    ];
    Scenario { dlls: vec![dll.clone()], ..Scenario::of(steps) }
}

fn play(told: &Sender<u64>) {
    let dll = Dll::file(dll::c("hostile/forge_random").to_str().expect("a path in UTF-8"));
    let isolated = Isolated::new(program("child"), [""; 0]).timeout(Span { ms: 500 });
    let sound = Scenario::of([Step::dial("VPN2-0", "alice"), Step::Restart]);
    let expected = InProcess.run(&sound);
    let cases = std::env::var(CASES_VARIABLE).ok().and_then(|cases| cases.parse().ok()).unwrap_or(CASES);
    for seed in 1..=cases {
        let transcript = isolated.run(&hostile(&dll, seed));
        // Whatever it says reads back: nothing of it breaks a line.
        let text = transcript.to_string();
        assert!(
            mockras::transcript::Transcript::parse_text(&text).is_ok_and(|read| read == transcript),
            "{seed}: {text}"
        );
        assert_eq!(isolated.cut(), None, "{seed}: nobody but the DLL is to blame");
        isolated.written();
        assert_eq!(isolated.run(&sound), expected, "{seed}: the next scenario is right");
        assert_eq!(isolated.cut(), None, "{seed}");
        let _ = told.send(seed);
    }
}

/// Hears of each case in time, until there is no more.
fn hear(heard: &Receiver<u64>) {
    let mut last = 0;
    loop {
        match heard.recv_timeout(LONGEST) {
            Ok(seed) => last = seed,
            Err(RecvTimeoutError::Timeout) => panic!("case {} does not end", last + 1),
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

#[test]
fn whatever_is_forged_is_told_of_the_dll() {
    let (told, heard) = channel();
    let playing = std::thread::spawn(move || play(&told));
    hear(&heard);
    assert!(playing.join().is_ok(), "the parent does not fail");
}

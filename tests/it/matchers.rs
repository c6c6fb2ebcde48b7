//! What a test may expect of a run: each matcher passes, and fails with the lines of the transcript around the place.

use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};

use mockras::check::ExpectRun;
use mockras::dll::stock;
use mockras::prelude::*;
use mockras::scenario::{Dll, Stock};
use mockras::transcript::Transcript;

use mockras_testing::assert_snapshot;

/// Refuses mallory, does not return for trent, and has a word to say about everybody else.
#[derive(Default)]
struct Gate {
    notes: Vec<String>,
}

impl AdminDll for Gate {
    fn exports(&self) -> Exports<Self> {
        Exports {
            accept_new_connection2: Some(|gate, c0, _, _| {
                let user = Name::from_array(&c0.wszUserName);
                assert!(user != "trent", "trent is not expected");
                if user == "mallory" {
                    return FALSE;
                }
                gate.notes.push(format!("login {user}"));
                TRUE
            }),
            connection_hangup_notification2: Some(|_, _, _, _| ()),
            accept_reauthentication: Some(|_, _, _, _, _| TRUE),
            ..Exports::links_accepted()
        }
    }

    fn notes(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notes)
    }
}

/// Mallory is refused, alice has two links and comes again, and a call about trent does not return.
fn run() -> Transcript {
    let text = r#"
        steps = [
          { dial = { port = "VPN2-0", user = "mallory" } },
          { dial = { port = "VPN2-1", user = "alice", domain = 'CORP\\x', ipv4 = "zero", ipv6 = "pool" } },
          { add-link = { port = "VPN2-2", to = "VPN2-1" } },
          { hang-up = { port = "VPN2-1" } },
          { dial = { port = "VPN2-1", user = "alice" } },
          { dial = { port = "VPN2-3", user = "trent" } },
        ]
    "#;
    let scenario = Scenario::parse(text, "run.toml").expect("a scenario");
    let pool = Dll { size: Some(2), ..Dll::stock(Stock::AddressPool) };
    mockras::run(&scenario, &[Registered::new("gate", Gate::default), stock::registered(&pool)])
}

/// A matcher as the test spells it, where it passes, and where it fails.
type Pair = (&'static str, fn(ExpectRun<'_>), fn(ExpectRun<'_>));

macro_rules! pairs {
    ($($run:ident: $pass:expr, $fail:expr;)*) => {
        vec![$((stringify!($fail), |$run| _ = $pass, |$run| _ = $fail)),*]
    };
}

fn pairs_of_calls() -> Vec<Pair> {
    use Callout as C;
    pairs! {
        run: run.call(C::AcceptNewConnection2), run.call(C::AcceptNewConnection3);
        run: run.of_user("alice").call(C::AcceptNewConnection2), run.of_user("bob").call(C::AcceptNewConnection2);
        run: run.on_port("VPN2-2").call(C::AcceptNewLink), run.on_port("VPN2-0").call(C::AcceptNewLink);
        run: run.of_dll(1).call(C::AcceptNewConnection2), run.of_dll(1).call(C::GetIpAddressForUser);
        run: run.in_step(3).call(C::AcceptNewLink), run.in_step(4).call(C::AcceptNewLink);
        run: run.with("domain", r"CORP\x").call(C::AcceptNewConnection2), run.with("domian", "CORP").call(C::AcceptNewConnection2);
        run: run.no_call(C::AcceptReauthentication), run.no_call(C::ReleaseIpAddress);
        run: run.of_user("mallory").no_call(C::AcceptNewLink), run.of_user("malory").no_call(C::AcceptNewLink);
        run: run.with("calls", 1).no_call(C::AcceptReauthentication), run.with("cals", 1).no_call(C::AcceptReauthentication);
        run: run.of_dll(2).no_call(C::AcceptReauthentication), run.of_dll(3).no_call(C::AcceptReauthentication);
        run: run.order([C::GetIpAddressForUser, C::ReleaseIpAddress]),
            run.of_user("trent").order([C::AcceptNewConnection2, C::GetIpAddressForUser]);
        run: run.order([C::AcceptNewLink]), run.order([C::AcceptTunnelEndpointChangeEx, C::AcceptNewLink]);
        run: run.order([C::AcceptNewLink]), run.order([]);
        run: run.in_step(6).exactly([C::GetIpAddressForUser, C::AcceptNewConnection2, C::ReleaseIpAddress]),
            run.in_step(6).exactly([C::GetIpAddressForUser, C::ReleaseIpAddress]);
        run: run.in_step(9).exactly([]), run.in_step(6).exactly([C::GetIpAddressForUser, C::AcceptNewConnection2]);
        run: run.in_step(3).exactly([C::AcceptNewLink; 2]), run.in_step(3).exactly([C::AcceptNewLink; 3]);
        run: run.call(C::AcceptNewConnection2).times(4), run.call(C::AcceptNewConnection2).times(1);
        run: run.call(C::AcceptNewConnection2).at_least(4), run.call(C::AcceptNewConnection2).at_least(5);
        run: run.call(C::AcceptNewConnection2).at_most(4), run.call(C::AcceptNewConnection2).at_most(3);
        run: run.call(C::AcceptNewConnection2).nth(4).of_user("trent"), run.call(C::AcceptNewConnection2).nth(5);
        run: run.call(C::AcceptNewConnection2).nth(1).of_user("mallory"), run.call(C::AcceptNewConnection2).nth(0);
        run: run.call(C::AcceptNewConnection2).first().of_user("mallory"), run.call(C::AcceptNewConnection2).of_user("mallory");
        run: run.call(C::AcceptNewConnection2).last().on_port("VPN2-3"), run.call(C::AcceptNewConnection2).first().on_port("VPN2-3");
        run: run.call(C::AcceptNewConnection2).of_dll(1), run.call(C::AcceptNewLink).of_dll(1);
        run: run.call(C::AcceptNewConnection2).last().in_step(6), run.call(C::AcceptNewConnection2).first().in_step(6);
        run: run.call(C::AcceptNewConnection2).with("tunnel", "pptp"), run.call(C::AcceptNewConnection2).with("tunnel", "sstp");
        run: run.of_user("alice").call(C::AcceptNewConnection2).accepted(), run.call(C::AcceptNewConnection2).accepted();
        run: run.of_user("mallory").call(C::AcceptNewConnection2).refused(), run.of_user("trent").call(C::AcceptNewConnection2).refused();
        run: run.call(C::AcceptNewLink).accepted(), run.call(C::LinkHangupNotification).refused();
        run: run.call(C::GetIpAddressForUser).first().returned(Code::NO_ERROR),
            run.call(C::GetIpAddressForUser).nth(1).returned(Code::ACCESS_DENIED);
        run: run.of_user("alice").call(C::GetIpAddressForUser).gave("10.8.0.0/24"), run.of_user("alice").call(C::GetIpAddressForUser).gave("10.9.0.0/24");
        run: run.call(C::GetIpv6AddressForUser).gave("2001:db8::/32"), run.call(C::AcceptNewLink).gave("10.8.0.10");
        run: run.call(C::GetIpAddressForUser).first().gave("10.8.0.10"), run.call(C::GetIpAddressForUser).gave("10.8.0.0/240");
    }
}

fn pairs_of_the_rest() -> Vec<Pair> {
    pairs! {
        run: run.connection("VPN2-2").connected(), run.connection("VPN2-7");
        run: run.connection_of("alice").connected(), run.connection_of("bob");
        run: run.connection_number(2).closed(CloseReason::HungUp), run.connection_number(9);
        run: run.connection_number(2).connected(), run.connection("VPN2-0").connected();
        run: run.connection("VPN2-0").refused(), run.connection("VPN2-1").refused();
        run: run.connection("VPN2-0").refused_because(Refusal::Vote), run.connection("VPN2-0").refused_because(Refusal::NoAddress);
        run: run.connection("VPN2-1").closed(CloseReason::Shutdown), run.connection_number(2).closed(CloseReason::Shutdown);
        run: run.connection("VPN2-1").of_user("alice"), run.connection("VPN2-1").of_user("bob");
        run: run.connection("VPN2-1").ipv4("10.8.0.0/24"), run.connection("VPN2-1").ipv4("10.9.0.0/24");
        run: run.connection_number(2).ipv6("2001:db8::/32"), run.connection("VPN2-1").ipv6("2001:db8::/32");
        run: run.connection("VPN2-1").ipv4("10.8.0.10"), run.connection("VPN2-1").ipv4("10.8.0");
        run: run.connection_number(2).links(2), run.connection("VPN2-1").links(2);
        run: run.connection_number(2).calls().call(Callout::AcceptNewLink).times(4),
            run.connection("VPN2-1").calls().call(Callout::AcceptNewLink).times(4);
        run: run.note("login alice"), run.note("login bob");
        run: run.note("login alice").times(2), run.note("login alice").times(1);
        run: run.no_note("login mallory"), run.no_note("login alice");
    }
}

#[test]
fn each_matcher_passes_and_fails_with_the_lines_around() {
    let run = run();
    let mut told = String::new();
    for (spelled, passes, fails) in pairs_of_calls().into_iter().chain(pairs_of_the_rest()) {
        passes(run.expect());
        let unmet = run.try_expect(fails).expect_err(spelled);
        assert!(unmet.lines.lines().count() > 2, "{spelled}\n{unmet}");
        // With a panic it is the same.
        let panic = catch_unwind(AssertUnwindSafe(|| fails(run.expect()))).expect_err(spelled);
        assert_eq!(*panic.downcast_ref::<String>().expect("a message"), format!("\n{unmet}"));
        let spelled = spelled.split_whitespace().collect::<Vec<_>>().join(" ");
        write!(told, "{spelled}\n{unmet}\n").expect("a string grows");
    }
    assert_snapshot("unmet", &told);
}

#[test]
fn saved_transcript_is_as_good_as_a_run() {
    let run = run();
    let saved: Transcript = Transcript::parse_text(&run.to_text()).expect("it reads back");
    for (spelled, passes, fails) in pairs_of_calls().into_iter().chain(pairs_of_the_rest()) {
        passes(saved.expect());
        assert_eq!(saved.try_expect(fails), run.try_expect(fails), "{spelled}");
    }
}

#[test]
fn first_that_is_unmet_is_told() {
    let run = run();
    let unmet = run.try_expect(|run| {
        run.call(Callout::AcceptNewConnection2).nth(9).of_user("bob").refused();
        run.connection("VPN2-9").connected().ipv4("10.0.0.1").calls().no_call(Callout::AcceptNewLink);
    });
    assert_eq!(unmet.expect_err("there is no ninth").expected, "a 9th call of AcceptNewConnection2");
}

#[test]
fn place_of_a_panic_is_in_the_test() {
    let run = run();
    let place = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let seen = std::sync::Arc::clone(&place);
    // Other tests need what is there: it comes back.
    let before = std::sync::Arc::new(std::panic::take_hook());
    let again = std::sync::Arc::clone(&before);
    let here = std::thread::current().id();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().id() == here {
            let file = panic.location().map(|location| location.file().to_owned());
            seen.lock().expect("nobody panics here").extend(file);
        } else {
            before(panic);
        }
    }));
    for (_, _, fails) in pairs_of_calls().into_iter().chain(pairs_of_the_rest()) {
        catch_unwind(AssertUnwindSafe(|| fails(run.expect()))).expect_err("it is unmet");
    }
    std::panic::set_hook(Box::new(move |panic| again(panic)));
    let places = place.lock().expect("nobody panics here").clone();
    assert!(!places.is_empty());
    assert!(places.iter().all(|file| file.ends_with("matchers.rs")), "{places:?}");
}

#[test]
fn nothing_is_shown_by_half_a_run_or_none() {
    let mut cut = run();
    cut.entries.truncate(cut.entries.len() - 3);
    let cases: [fn(ExpectRun<'_>); 6] = [
        |run| run.no_call(Callout::AcceptReauthentication),
        |run| run.no_note("login mallory"),
        |run| _ = run.call(Callout::AcceptNewConnection2).times(4),
        |run| _ = run.call(Callout::AcceptNewConnection2).at_most(4),
        |run| run.in_step(3).exactly([Callout::AcceptNewLink; 2]),
        |run| _ = run.note("login alice").times(2),
    ];
    for expects in cases {
        let unmet = cut.try_expect(expects).expect_err("nobody knows what comes");
        assert_eq!(unmet.found, "a transcript that ends before the run does");
        assert_eq!(run().try_expect(expects), Ok(()));
    }
    assert_eq!(cut.try_expect(|run| run.call(Callout::AcceptNewConnection2).at_least(4)), Ok(()));
    let nothing = Transcript::default();
    for expects in [cases[0], cases[1]] {
        let unmet = nothing.try_expect(expects).expect_err("nothing was exercised");
        assert_eq!(unmet.found, "no DLL that was called at all");
    }
}

#[test]
fn excerpt_marks_no_more_than_it_shows() {
    let run = run();
    let all: Vec<usize> = (0..run.entries.len()).collect();
    let excerpt = run.excerpt(&all);
    assert_eq!(excerpt.lines().filter(|line| line.starts_with(" > ")).count(), 5, "{excerpt}");
    assert!(excerpt.lines().last().is_some_and(|line| line.ends_with(" more of them")), "{excerpt}");
    // The lines are those of the text form, by their numbers.
    let text = run.to_text();
    let lines: Vec<&str> = text.lines().collect();
    let shown = run.excerpt(&[]);
    let last = shown.lines().last().expect("the last line");
    assert_eq!(last, format!("   {:>3}  {}", lines.len(), lines[lines.len() - 1]));
    assert_eq!(Transcript::default().excerpt(&[7]), "");
}

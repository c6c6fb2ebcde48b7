//! What a DLL calls and says is told even if it then ends its process.

use mockras::pipeline::Runner;
use mockras::ras::{ForbiddenCall, Policy};
use mockras::scenario::{Scenario, Span};

use super::{aborted, isolated};
use super::{dll, twice};

/// Says something and calls MprAdminPortEnum, which is left to the host, then does what comes last.
fn lists(name: &str, last: &str, forbidden_call: ForbiddenCall) -> Vec<String> {
    let code = format!(
        "#include <stdint.h>\n#include <mockras.h>\n\
         unsigned ENTRY MprAdminPortEnum(intptr_t s, unsigned l, uintptr_t c, void **b, unsigned p, unsigned *n, \
         unsigned *t, unsigned *r);\n\
         #define LINK unsigned n, t; void *b = 0; MOCKRAS_NOTE(\"about to list\"); \
         MprAdminPortEnum(0, 0, -1, &b, -1, &n, &t, 0); {last}"
    );
    let scenario = twice(dll(name, &code));
    let policy = Policy { forbidden_call, ..scenario.policy };
    let transcript = isolated().timeout(Span { ms: 1_000 }).run(&Scenario { policy, ..scenario }).to_string();
    transcript.lines().filter_map(strange).collect()
}

/// A line about a fault, a call or a note, without what belongs to the call.
fn strange(line: &str) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().skip(1).collect();
    if let Some((_, what)) = line.split_once(" !! ") {
        return Some(format!("{} !! {what}", words[..3].join(" ")));
    }
    [" saw ", " info note: "].iter().any(|what| line.contains(what)).then(|| words.join(" "))
}

/// What is to be told of both calls.
fn both(fault: &str) -> Vec<String> {
    let lines = [fault, "saw conn/1 called: MprAdminPortEnum", "log conn/1 info note: about to list"]
        .map(str::to_owned);
    [lines.clone(), lines].concat()
}

#[test]
fn call_before_a_crash_is_told() {
    let expected =
        both(&format!("call conn/1 AcceptNewLink !! {}", aborted("MprAdminAcceptNewLink", "lost.c")));
    let lost = lists("lost", "abort()", ForbiddenCall::Fail);
    let without_line = |line: &String| line.split_inclusive("lost.c:").next().unwrap_or_default().to_owned();
    assert_eq!(lost.iter().map(without_line).collect::<Vec<_>>(), expected);
    assert_eq!(lists("gone", "_exit(3)", ForbiddenCall::Fail)[1..3], expected[1..3]);
    assert_eq!(lists("forever", "for (;;)", ForbiddenCall::Fail)[1..3], expected[1..3]);
}

#[test]
fn hang_in_a_later_callout_is_told_there() {
    let expected = "call conn/1 AcceptNewLink !! MprAdminPortEnum does not return inside AcceptNewLink";
    assert_eq!(lists("stuck", "", ForbiddenCall::Hang), both(expected));
}

#[test]
fn trap_in_a_later_callout_is_told_there() {
    let expected = "call conn/1 AcceptNewLink !! trap: MprAdminPortEnum called inside AcceptNewLink";
    assert_eq!(lists("trapped", "", ForbiddenCall::Trap), both(expected));
}

#[test]
#[cfg(target_os = "linux")]
fn message_out_of_turn_is_told_where_it_was_made() {
    // That a scenario is over, in the middle of one.
    let dll = dll("forges", "#define LINK write(201, \"\\11\\3\\0\\0\\0\\4\\0\\0\", 8); for (;;) pause()");
    let told: Vec<String> = isolated().run(&twice(dll)).to_string().lines().filter_map(strange).collect();
    assert_eq!(told, ["call conn/1 AcceptNewLink !! wrote into the channel of its host"; 2]);
}

//! DATA-31: a DLL does not write to its input.

use super::pointers_end_with_the_call::EARLIER;
use crate::check::{Judge, Look};
use crate::dll::Notice;
use crate::model::Question;

crate::rule! {
    /// The structures of a connection, a link or a pre-authenticated client are input, although their pointers are
    /// not const. So is the address that the service releases. A DLL only reads them, and copies what it wants to
    /// change.
    ///
    /// mockras compares them with what it passed and names each member that has changed. Typically, a DLL converts
    /// a user name to upper case in place to look it up; the next DLL may then find another user. mockras also
    /// leaves room around the arguments of a native DLL and finds what the DLL writes there.
    id: "DATA-31",
    name: "input-is-not-written",
    applies_to: Accept,
    check: is_not_written,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
         0.000  c1            link-up port=VPN2-0
         0.000  c1            connected
    "#,
    breaks: replaces r#"
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
    "# with r#"
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE scribbled=RAS_CONNECTION_0.wszUserName[0]:0x61->0x41
    "#,
    fault: "user-in-capitals",
}

fn is_not_written(look: &Look<'_>, judge: &mut Judge<'_>) {
    for call in look.calls() {
        let Some(returned) = call.returned().filter(|_| has_input(call.question)) else { continue };
        if returned.scribbled.is_empty() {
            judge.held();
        }
        for change in &returned.scribbled {
            // A change that was saved without its values is one all the same.
            let (member, values) = change.split_once(':').unwrap_or((change, ""));
            let (was, now) = values.split_once("->").unwrap_or(("", "a changed value"));
            let was = if was.is_empty() { "the value that was passed".to_owned() } else { passed(was) };
            judge.broken(call, spelt(now), was).member(member);
        }
    }
    for (_, call, notice) in look.noticed() {
        // What lies around the callbacks table is another row's (CBTABLE-09), and so is what was passed before (DATA-32).
        if let (Notice::Overran(place), Some(call)) = (notice, call)
            && !matches!(call.question, Question::Table(_))
            && !place.ends_with(EARLIER)
        {
            judge.broken(call, format!("a write to {place}"), "no write outside the arguments");
        }
    }
}

/// Whether something is passed by pointer that is not for the DLL to write.
fn passed(was: &str) -> String {
    format!("{}, as it was passed", spelt(was))
}

/// A number with the character that it stands for, if it is one: `0x41 ('A')`.
fn spelt(value: &str) -> String {
    let number = value.strip_prefix("0x").and_then(|digits| u32::from_str_radix(digits, 16).ok());
    match number.and_then(char::from_u32).filter(|c| c.is_ascii_graphic()) {
        Some(c) => format!("{value} ('{c}')"),
        None => value.to_owned(),
    }
}

fn has_input(question: &Question) -> bool {
    match question {
        Question::Connection(_)
        | Question::Link(_)
        | Question::PreAuthenticated(_)
        | Question::ReleaseIpv4(_)
        | Question::ReleaseIpv6(_) => true,
        Question::Nothing | Question::Table(_) | Question::GetIpv4(_) | Question::GetIpv6(_) => false,
    }
}

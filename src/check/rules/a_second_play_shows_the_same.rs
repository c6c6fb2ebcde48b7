//! REPEATS: the same scenario shows the same.

use crate::check::{Judge, Look, Spot};
use crate::transcript::Divergence;

crate::rule! {
    /// Nothing but the scenario decides what happens: a second play of it shows the same. A DLL that decides by the clock,
    /// by chance or by what an earlier play has left behind may do so, and no page forbids it, but its author
    /// should know, because no test of it can be repeated.
    ///
    /// mockras plays the scenario again in fresh processes and at another second, as far as native DLLs are concerned, and
    /// compares both transcripts line by line. Where a call does not return in one of the plays, the rule says nothing.
    id: "REPEATS",
    name: "a-second-play-shows-the-same",
    applies_to: Call,
    compare(Again): shows_the_same,
    holds: r#"
        mockras transcript 1
        profile  server-2012
        dll 1    example

         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE

        mockras transcript 1
        profile  server-2012
        dll 1    example

         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
    "#,
    breaks: r#"
        mockras transcript 1
        profile  server-2012
        dll 1    example

         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE

        mockras transcript 1
        profile  server-2012
        dll 1    example

         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = FALSE
    "#,
    fault: "decides-by-chance",
}

fn shows_the_same(first: &Look<'_>, again: &Look<'_>, judge: &mut Judge<'_>) {
    if first.has_fault() || again.has_fault() || again.is_cut() {
        return;
    }
    let Some(Divergence { a, b, .. }) = first.divergence(again) else { return judge.held() };
    let line = |line: Option<String>| {
        let words = |line: String| line.split_whitespace().collect::<Vec<_>>().join(" ");
        line.map_or("the end".to_owned(), words)
    };
    let entry = first.entries().iter().zip(again.entries()).take_while(|(a, b)| a == b).count();
    let at = first.entries().get(entry).or(first.entries().last()).map(|(at, _)| *at);
    let call = first.calls().iter().rfind(|call| at.is_some_and(|at| call.at <= at));
    let spot = match (call, at) {
        (Some(call), Some(at)) if call.at.entry + 1 >= at.entry => Spot::from(call),
        (_, Some(at)) => Spot::from(at),
        (_, None) => return,
    };
    let observed = format!("the first time: {}; the second time: {}", line(a), line(b));
    judge.broken(spot, observed, "the same: nothing but the scenario decides what happens");
}

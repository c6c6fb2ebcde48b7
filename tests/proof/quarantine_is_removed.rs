//! ADMIN-05: MprAdminConnectionRemoveQuarantine lets a client out of quarantine.

use mockras::check::{At, Judge, Look};
use mockras::dll::Notice;
use mockras::model::{ConnectionEvent, Event, Request};
use mockras::ras::{Code, Function, Quarantine, ReauthFalse};
use mockras::transcript::EntryKind;

mockras::rule! {
    /// The function takes a client that is in quarantine out of it, and returns ERROR_NOT_FOUND for any other.
    ///
    /// DLLs are asked about the new state as about any other; where one of them refuses it, it is open what becomes of the
    /// state (AMB-27).
    id: "ADMIN-05",
    name: "quarantine-is-removed",
    applies_to: Call,
    check: is_removed,
    holds: r#"
         0.000  load   conn/1 all but InitializeDllEx
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnectionEx c1 = TRUE
         0.000  call   conn/1 AcceptNewLink port=VPN2-0 handle=196609 connection=65537 calls=1 line-speed=100000000 = TRUE
         0.000  c1            link-up port=VPN2-0
         0.000  c1            connected
         0.000  step   2      { quarantine = { port = "VPN2-0", state = "quarantine" } }
         0.000  call   conn/1 AcceptReauthenticationEx c1 flags=ppp+quarantine quarantine=quarantine = TRUE
         0.000  c1            quarantine state=quarantine
         0.000  step   3      { wait = "1s" }
         1.000  timer  conn/1
         1.000  saw    conn/1 answered: MprAdminConnectionRemoveQuarantine(connection 1) = NO_ERROR
         1.000  admin  conn/1 MprAdminConnectionRemoveQuarantine number=1
         1.000  call   conn/1 AcceptReauthenticationEx c1 duration-s=1 flags=ppp quarantine=normal = TRUE
         1.000  c1            quarantine state=normal
    "#,
    breaks: replaces r#"
         1.000  c1            quarantine state=normal
    "# with r#"
         1.000  c1            quarantine state=probation
    "#,
}

fn is_removed(look: &Look<'_>, judge: &mut Judge<'_>) {
    for (at, kind) in look.entries() {
        if let EntryKind::Event(Event::Administered {
            request: Request::RemoveQuarantine(number),
            result: Code::NO_ERROR,
            ..
        }) = kind
        {
            let Some(state) = next_state(look, *at, *number) else { continue };
            let is_open = look.policy.reauth_false == ReauthFalse::KeepState;
            judge.expect(
                state == Quarantine::NORMAL || is_open,
                (*at, *number),
                || state.to_string(),
                "the state normal",
            );
        }
    }
    for (at, _, notice) in look.noticed() {
        let Notice::Answered(answered) = notice else { continue };
        if answered.function == Function::ConnectionRemoveQuarantine && answered.about == "no connection" {
            let old = look.profile() < mockras::ras::Profile::Server2003;
            let expected = if old { Code::NOT_SUPPORTED } else { Code::NOT_FOUND };
            let is_answered = [expected, Code::DDM_NOT_RUNNING].contains(&answered.result);
            judge.expect(is_answered, at, || answered.to_string(), expected);
        }
    }
}

/// The state that the connection has next, in the same step.
fn next_state(look: &Look<'_>, at: At, number: u32) -> Option<Quarantine> {
    let after = look.entries().iter().skip_while(|(other, _)| *other <= at);
    after.take_while(|(other, _)| other.is_same_step(at)).find_map(|(_, kind)| match kind {
        EntryKind::Event(Event::Connection { number: of, what: ConnectionEvent::Quarantine(state) }) => {
            (*of == number).then_some(*state)
        }
        _ => None,
    })
}

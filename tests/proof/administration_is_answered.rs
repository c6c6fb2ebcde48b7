//! ADMIN-01 to ADMIN-04: what administration functions return outside of callouts.

use mockras::check::{Judge, Look};
use mockras::dll::Notice;
use mockras::dll::admin::Answered;
use mockras::ras::{Code, Function, Profile};

mockras::rule! {
    /// Each Windows version has its levels of connections, ports are listed at level 0 alone, and a handle of nothing has a
    /// code of its own in each function.
    ///
    /// The transcript tells what a call was about. What fails before that is looked at (the service does not run, the handle
    /// of the server is wrong, an out-parameter is NULL) is left alone.
    id: "ADMIN-01",
    name: "administration-is-answered",
    also: ["ADMIN-02", "ADMIN-03", "ADMIN-04"],
    applies_to: Call,
    check: is_answered,
    holds: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 all but InitializeDllEx
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  service       running
         0.000  step   1      { wait = "1s" }
         1.000  timer  conn/1
         1.000  saw    conn/1 answered: MprAdminConnectionEnum(level 4) = ERROR_INVALID_LEVEL
    "#,
    breaks: replaces r#"
         1.000  saw    conn/1 answered: MprAdminConnectionEnum(level 4) = ERROR_INVALID_LEVEL
    "# with r#"
         1.000  saw    conn/1 answered: MprAdminConnectionEnum(level 4) = NO_ERROR, 1 read
    "#,
}

fn is_answered(look: &Look<'_>, judge: &mut Judge<'_>) {
    for (at, _, notice) in look.noticed() {
        let Notice::Answered(answered) = notice else { continue };
        let Some((row, expected)) = documented(answered, look.profile()) else { continue };
        if answered.result == expected {
            judge.held();
        } else {
            judge.broken(at, answered, expected).about(row);
        }
    }
}

/// The result that the call has to have, and the row that says so.
fn documented(answered: &Answered, profile: Profile) -> Option<(&'static str, Code)> {
    use Function::{
        ConnectionEnum, ConnectionGetInfo, PortClearStats, PortDisconnect, PortEnum, PortGetInfo, PortReset,
    };
    if [Code::DDM_NOT_RUNNING, Code::RPC_INVALID_BINDING, Code::INVALID_PARAMETER].contains(&answered.result)
    {
        return None;
    }
    let level = answered.about.strip_prefix("level ").map(|rest| rest.split(',').next().unwrap_or(rest));
    let level: Option<u32> = level.and_then(|level| level.parse().ok());
    let is_about = |what| answered.about.rsplit(", ").next() == Some(what);
    match answered.function {
        ConnectionEnum | ConnectionGetInfo if !has_level(level?, profile) => {
            Some(("ADMIN-01", Code::INVALID_LEVEL))
        }
        ConnectionGetInfo if is_about("no connection") => Some(("ADMIN-03", Code::INTERFACE_NOT_CONNECTED)),
        ConnectionEnum | ConnectionGetInfo => Some(("ADMIN-01", Code::NO_ERROR)),
        PortEnum if level? != 0 => Some(("ADMIN-02", Code::NOT_SUPPORTED)),
        PortEnum if is_about("no connection") => Some(("ADMIN-02", Code::INVALID_HANDLE)),
        PortGetInfo | PortClearStats | PortDisconnect | PortReset if is_about("no port") => {
            (level <= Some(1)).then_some(("ADMIN-04", Code::INVALID_PORT_HANDLE))
        }
        _ => None,
    }
    // A list goes on where there is more of it than the caller wanted.
    .filter(|(_, expected)| *expected != Code::NO_ERROR || answered.result != Code::MORE_DATA)
}

/// Whether this Windows version describes connections at this level.
fn has_level(level: u32, profile: Profile) -> bool {
    match level {
        0 => true,
        1 | 2 => profile >= Profile::Server2000,
        3 => profile >= Profile::Server2008,
        _ => false,
    }
}

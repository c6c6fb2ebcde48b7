//! What a `scripted` DLL does whenever its timer runs.

use std::fmt;
use std::str::FromStr;

use super::text::read_from_text;
use crate::ras::{Function, Name, WordError};

/// One thing that a timer does. It is written `PortEnum 0`, `ConnectionGetInfo 3 VPN2-0`, `PortDisconnect VPN2-0`,
/// `ConnectionRemoveQuarantine 10.0.0.7`, `fault` or `die`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimerAct {
    /// It calls an administration function.
    Call {
        /// The function that it calls.
        function: Function,
        /// The level, of functions that take one.
        level: Option<u32>,
        /// The name of the port that the call is about, or on which its connection is; an IPv4 address for
        /// MprAdminConnectionRemoveQuarantine. `none` is a handle of nothing.
        on: Option<Name>,
    },
    /// It faults.
    Fault,
    /// It ends its process.
    Die,
}

/// What the names of all functions begin with, which a script need not repeat.
const PREFIX: &str = "MprAdmin";

/// Whether a function takes a level.
fn takes_level(function: Function) -> bool {
    use Function::{ConnectionEnum, ConnectionGetInfo, PortEnum, PortGetInfo};
    matches!(function, ConnectionEnum | ConnectionGetInfo | PortEnum | PortGetInfo)
}

/// Whether a function is about a port or a connection, and has to be.
fn takes_target(function: Function) -> (bool, bool) {
    use Function::{
        ConnectionClearStats, ConnectionGetInfo, ConnectionGetInfoEx, ConnectionRemoveQuarantine,
        PortClearStats, PortDisconnect, PortEnum, PortGetInfo, PortReset,
    };
    let must = matches!(
        function,
        ConnectionClearStats
            | ConnectionGetInfo
            | ConnectionGetInfoEx
            | ConnectionRemoveQuarantine
            | PortClearStats
            | PortDisconnect
            | PortGetInfo
            | PortReset
    );
    (must || function == PortEnum, must)
}

impl FromStr for TimerAct {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, WordError> {
        let wrong = |what: &str| {
            WordError::new(text, &[what], ", such as `PortDisconnect VPN2-0` or `ConnectionEnum 3`")
        };
        match text {
            "fault" => return Ok(Self::Fault),
            "die" => return Ok(Self::Die),
            _ => {}
        }
        let (name, rest) = text.split_once(' ').unwrap_or((text, ""));
        let name = name.strip_prefix(PREFIX).unwrap_or(name);
        let function: Function = format!("{PREFIX}{name}").parse()?;
        let (level, rest) = if takes_level(function) {
            let (level, rest) = rest.split_once(' ').unwrap_or((rest, ""));
            (Some(level.parse().map_err(|_| wrong("a level after the function"))?), rest)
        } else {
            (None, rest)
        };
        let (may, must) = takes_target(function);
        let on = match rest {
            "" if must => return Err(wrong("a port after the function")),
            "" => None,
            _ if !may => return Err(wrong("nothing more after the function")),
            on => Some(on.parse().map_err(|_| wrong("the name of a port"))?),
        };
        Ok(Self::Call { function, level, on })
    }
}

impl fmt::Display for TimerAct {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (function, level, on) = match self {
            Self::Fault => return f.write_str("fault"),
            Self::Die => return f.write_str("die"),
            Self::Call { function, level, on } => (function, level, on),
        };
        f.write_str(function.word().trim_start_matches(PREFIX))?;
        if let Some(level) = level {
            write!(f, " {level}")?;
        }
        match on {
            Some(on) => write!(f, " {on}"),
            None => Ok(()),
        }
    }
}

read_from_text! {
    takes_numbers: false,
    TimerAct: "a call such as \"PortDisconnect VPN2-0\", \"fault\" or \"die\"",
}

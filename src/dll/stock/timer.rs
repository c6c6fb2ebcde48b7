//! What the timer of a `scripted` DLL does: it calls administration functions, and names ports and connections by the name
//! of a port, of which it knows the handle from the service.

use std::net::Ipv4Addr;

use crate::dll::ProcessEnds;
use crate::dll::admin::{self, Client, Level, silently};
use crate::ras::{Code, Function, Name, Port};
use crate::scenario::TimerAct;

/// Does one thing. What comes of calls is told in the transcript, so that the results are let go here.
pub(super) fn act(act: &TimerAct) {
    match act {
        TimerAct::Fault => panic!("scripted fault in the timer"),
        TimerAct::Die => {
            std::panic::panic_any(ProcessEnds("scripted end of the process in the timer".to_owned()))
        }
        TimerAct::Call { function, level, on } => {
            call(*function, level.unwrap_or_default(), on.as_ref());
        }
    }
}

fn call(function: Function, level: u32, on: Option<&Name>) {
    let port = || on.and_then(port_called).map_or(0, |port| port.handle);
    let connection = || on.and_then(port_called).map_or(0, |port| port.connection);
    let number = Level::Number(level);
    match function {
        Function::ConnectionEnum => let_go(admin::connections_at(number)),
        Function::ConnectionGetInfo => let_go(admin::connection_at(number, connection())),
        Function::ConnectionGetInfoEx => let_go(admin::connection_at(Level::Ex, connection())),
        Function::PortEnum => let_go(admin::ports_at(level, on.map(|_| connection()))),
        Function::PortGetInfo => let_go(admin::port_at(level, port())),
        Function::PortDisconnect => let_go(admin::disconnect_port(port())),
        Function::PortReset => let_go(admin::reset_port(port())),
        Function::PortClearStats => let_go(admin::clear_port(port())),
        Function::ConnectionClearStats => let_go(admin::clear_connection(connection())),
        Function::ConnectionRemoveQuarantine => {
            let address = on.and_then(|on| on.to_string().parse::<Ipv4Addr>().ok());
            let by_handle = || Client::Handle(connection().into());
            let_go(admin::remove_quarantine(address.map_or_else(by_handle, Client::Address)));
        }
        Function::ConnectionEnumEx
        | Function::BufferFree
        | Function::GetErrorString
        | Function::IsServiceRunning
        | Function::ServerConnect
        | Function::ServerDisconnect
        | Function::GetPdcServer
        | Function::SendUserMessage
        | Function::UserGetInfo
        | Function::UserSetInfo => {
            admin::call(function);
        }
    }
}

/// The port of this name. Its connection is 0 while nobody uses it, which is a handle of nothing.
fn port_called(name: &Name) -> Option<Port> {
    silently(|service| service.ports().find(|port| port.name == *name))
}

fn let_go<R>(_: Result<R, Code>) {}

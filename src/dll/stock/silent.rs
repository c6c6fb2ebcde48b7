//! `silent`: exports what is mandatory and accepts everything.

use crate::dll::{AdminDll, Exports};

/// Exports what is mandatory and accepts everything: the least that a DLL can be.
///
/// Mandatory by either of the two lists (LOAD-10, LOAD-11): the newer one demands a reauthentication function, which
/// an older service does not look for. One pair of connection functions is enough.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl AdminDll for Silent {
    fn exports(&self) -> Exports<Self> {
        Exports { accept_reauthentication_ex: None, ..Exports::documented() }
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use crate::dll::stock::trial::Trial;
    use crate::ras::{Callout, CalloutSet, Series};

    #[test]
    fn silent_unless_told_otherwise_exports_what_is_mandatory() {
        let mandatory: CalloutSet =
            "InitializeDll TerminateDll AcceptNewConnection2 AcceptNewLink AcceptReauthentication \
                                     ConnectionHangupNotification2 LinkHangupNotification"
                .parse()
                .expect("callouts");
        assert_eq!(Trial::of("stock:silent").exports(), mandatory);
    }

    #[test]
    fn silent_asked_accepts() {
        let mut dll = Trial::of("stock:silent,addresses=true");
        assert_eq!([Callout::InitializeDll, Callout::TerminateDll].map(|callout| dll.plain(callout)), [0, 0]);
        assert_eq!((dll.accept(Series::Two, 1, "alice"), dll.link(1, 0)), (1, 1));
        let offered = Ipv4Addr::new(10, 0, 0, 7);
        assert_eq!(dll.get4("alice", offered), (0, offered, 0));
    }
}

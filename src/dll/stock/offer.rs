//! What of a stock DLL is offered, and by which way.

use crate::abi::MPRAPI_ADMIN_DLL_VERSION_2;
use crate::dll::{AdminDll, Arguments, Plugin, Registered};
use crate::model::{CallbacksTable, EntryPoint, Slot, Via};
use crate::ras::{Callout, CalloutSet, Series, Side};
use crate::scenario::{Dll, Stock};

/// Registers a stock DLL that offers what the shared options of its spec leave of its exports.
pub(super) fn offered<D: AdminDll>(dll: &Dll, make: impl Fn() -> D + 'static) -> Registered {
    let whole = Registered::new(dll.name(), make);
    let spec = dll.clone();
    Registered::plugin(dll.name(), move |place| {
        Ok(Box::new(Offered::new(whole.load(place)?, &spec)) as Box<dyn Plugin>)
    })
}

/// A stock DLL of which a part is offered.
struct Offered {
    whole: Box<dyn Plugin>,
    exports: CalloutSet,
    slots: CalloutSet,
}

impl Offered {
    fn new(whole: Box<dyn Plugin>, spec: &Dll) -> Self {
        let offered: CalloutSet = whole.exports().iter().filter(|&callout| offers(spec, callout)).collect();
        if !spec.table.unwrap_or(false) {
            return Self { whole, exports: offered, slots: CalloutSet::EMPTY };
        }
        // The older series and plain AcceptReauthentication have no slot: they can only be exported.
        let slots: CalloutSet = offered.iter().filter(|callout| callout.slot().is_some()).collect();
        let mut exports: CalloutSet = offered.iter().filter(|callout| callout.slot().is_none()).collect();
        exports.remove(Callout::InitializeDll);
        exports.insert(Callout::InitializeDllEx);
        Self { whole, exports, slots }
    }
}

/// Whether the shared options leave this callout.
fn offers(spec: &Dll, callout: Callout) -> bool {
    if callout.side() == Side::Addresses {
        return spec.addresses.unwrap_or(matches!(spec.stock, Some(Stock::AcceptAll | Stock::AddressPool)));
    }
    let by_default: &[Series] = if spec.stock == Some(Stock::Silent) { &[Series::Two] } else { Series::ALL };
    let offered = spec.series.as_deref().unwrap_or(by_default);
    let is_of = |series: &Series| series.accept() == callout || series.hangup() == callout;
    !Series::ALL.iter().any(is_of) || offered.iter().any(is_of)
}

impl Plugin for Offered {
    fn exports(&self) -> CalloutSet {
        self.exports
    }

    /// A function is the same by either way; InitializeDllEx fills the table and does what InitializeDll
    /// does.
    fn call(&mut self, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
        if let Arguments::Table(table) = arguments {
            table.revision = MPRAPI_ADMIN_DLL_VERSION_2;
            fill(table, self.slots);
            let initialize = EntryPoint { callout: Callout::InitializeDll, via: Via::Export };
            return self.whole.call(initialize, &mut Arguments::Nothing);
        }
        self.whole.call(EntryPoint { via: Via::Export, ..entry }, arguments)
    }

    fn notes(&mut self) -> Vec<String> {
        self.whole.notes()
    }

    fn can_scribble(&self) -> bool {
        self.whole.can_scribble()
    }
}

/// Writes every slot: a function or NULL, which is how a DLL says that it lacks one (CBTABLE-11, CBTABLE-12).
fn fill(table: &mut CallbacksTable, functions: CalloutSet) {
    for (slot, callout) in table.slots.iter_mut().zip(Callout::SLOTS) {
        *slot = if functions.contains(callout) { Slot::Set } else { Slot::Null };
    }
}

#[cfg(test)]
mod tests {
    use crate::dll::LoadPlace;
    use crate::dll::stock::{default_dll, registered, trial::Trial};
    use crate::model::Slot;
    use crate::ras::{Callout, CalloutSet, Series};
    use crate::scenario::{Dll, Stock};

    const SERIES: [Callout; 8] = [
        Callout::AcceptNewConnection,
        Callout::AcceptNewConnection2,
        Callout::AcceptNewConnection3,
        Callout::AcceptNewConnectionEx,
        Callout::ConnectionHangupNotification,
        Callout::ConnectionHangupNotification2,
        Callout::ConnectionHangupNotification3,
        Callout::ConnectionHangupNotificationEx,
    ];

    fn exports(spec: &str) -> CalloutSet {
        Trial::of(spec).exports()
    }

    #[test]
    fn accept_all_unless_told_otherwise_exports_everything_but_initialize_ex() {
        let mut all: CalloutSet = Callout::ALL.iter().copied().collect();
        all.remove(Callout::InitializeDllEx);
        assert_eq!(exports("stock:accept-all"), all);
        assert_eq!(default_dll().name(), "accept-all");
        assert_eq!(default_dll().load(LoadPlace::new()).expect("is there").exports(), all);
    }

    #[test]
    fn stock_dll_unless_told_otherwise_exports_what_every_list_demands() {
        for &stock in Stock::ALL {
            let spec = Dll { users: Some(vec!["bob".into()]), ..Dll::stock(stock) };
            let loaded = registered(&spec).load(LoadPlace::new()).expect("is there").exports();
            let mandatory = "InitializeDll TerminateDll AcceptNewLink LinkHangupNotification AcceptNewConnection2 \
                 ConnectionHangupNotification2";
            for callout in mandatory.parse::<CalloutSet>().expect("callouts").iter() {
                assert!(loaded.contains(callout), "{} {callout}", stock);
            }
            let reauthentication = [Callout::AcceptReauthentication, Callout::AcceptReauthenticationEx];
            let is_there = reauthentication.map(|callout| loaded.contains(callout));
            assert_eq!(is_there, [true, stock != Stock::Silent], "{}", stock);
            let addresses = [Callout::GetIpAddressForUser, Callout::ReleaseIpv6AddressForUser];
            let given = matches!(stock, Stock::AcceptAll | Stock::AddressPool | Stock::Scripted);
            assert_eq!(addresses.map(|callout| loaded.contains(callout)), [given; 2], "{}", stock);
        }
    }

    #[test]
    fn series_given_leave_those_pairs_only() {
        for &series in Series::ALL {
            for stock in
                ["accept-all", "silent", "link-limit", "address-pool", "session-log", "quarantine-gate"]
            {
                let left = exports(&format!("stock:{stock},series=[\"{series}\"]"));
                let pairs = SERIES.into_iter().filter(|&callout| left.contains(callout));
                assert_eq!(pairs.collect::<Vec<_>>(), [series.accept(), series.hangup()], "{stock}");
            }
        }
    }

    #[test]
    fn addresses_given_decide_both_pairs() {
        let pairs: CalloutSet = Callout::SLOTS[..4].iter().copied().collect();
        for (stock, given) in [("silent", true), ("session-log", true), ("accept-all", false)] {
            let left = exports(&format!("stock:{stock},addresses={given}"));
            assert!(pairs.iter().all(|callout| left.contains(callout) == given), "{stock}: {left}");
        }
    }

    #[test]
    fn table_given_replaces_exports_that_have_a_slot() {
        let mut trial = Trial::of("stock:accept-all,table=true");
        let expected = "InitializeDllEx AcceptNewConnection AcceptNewConnection2 AcceptNewConnection3 \
                        ConnectionHangupNotification ConnectionHangupNotification2 \
                        ConnectionHangupNotification3 AcceptReauthentication";
        assert_eq!(trial.exports(), expected.parse().expect("callouts"));
        let table = trial.initialize_ex();
        assert_eq!((table.revision, table.slots), (2, [Slot::Set; 12]));
    }

    #[test]
    fn table_of_a_narrow_dll_holds_null_elsewhere() {
        let mut trial = Trial::of("stock:silent,table=true,series=[\"ex\"]");
        assert_eq!(trial.exports(), "InitializeDllEx AcceptReauthentication".parse().expect("callouts"));
        let table = trial.initialize_ex();
        for (slot, callout) in table.slots.into_iter().zip(Callout::SLOTS) {
            let set = "TerminateDll AcceptNewConnectionEx ConnectionHangupNotificationEx AcceptNewLink \
                       LinkHangupNotification";
            let set: CalloutSet = set.parse().expect("callouts");
            assert_eq!(slot, if set.contains(callout) { Slot::Set } else { Slot::Null }, "{callout}");
        }
    }

    #[test]
    fn name_given_is_what_transcripts_call_it() {
        let spec = "stock:silent,name=\"first\"".parse().expect("a spec");
        assert_eq!(registered(&spec).name(), "first");
    }
}

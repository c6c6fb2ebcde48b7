//! Which functions of a stock DLL are offered, and by which way.

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

    fn has_timer(&self) -> bool {
        self.whole.has_timer()
    }

    fn timer(&mut self) {
        self.whole.timer();
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

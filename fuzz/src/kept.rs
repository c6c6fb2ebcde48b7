//! A native DLL that stays loaded from one input to the next.

use std::cell::RefCell;
use std::rc::Rc;

use mockras::dll::{Arguments, Notice, Plugin, Registered};
use mockras::model::EntryPoint;
use mockras::pipeline::registered;
use mockras::ras::CalloutSet;
use mockras::scenario::Dll;

/// A native DLL that is loaded once. Loading it for every input would take most of the time, and libFuzzer goes on
/// reading the counters of what was unloaded.
///
/// Its statics last from one input to the next: a DLL that does not put them in order when it is initialised makes
/// inputs depend on each other.
pub struct Kept(Rc<RefCell<Box<dyn Plugin>>>);

impl Kept {
    /// The DLL in this file, as scenarios see it: the loader is asked when one first loads it.
    pub fn registered(path: &str) -> Registered {
        let native = registered(&Dll::file(path));
        let loaded: RefCell<Option<Rc<RefCell<Box<dyn Plugin>>>>> = RefCell::default();
        Registered::plugin(native.name().to_owned(), move |place| {
            let mut loaded = loaded.borrow_mut();
            let plugin = match &*loaded {
                Some(plugin) => Rc::clone(plugin),
                None => Rc::clone(loaded.insert(Rc::new(RefCell::new(native.load(place)?)))),
            };
            Ok(Box::new(Self(plugin)) as Box<dyn Plugin>)
        })
    }
}

impl Plugin for Kept {
    fn exports(&self) -> CalloutSet {
        self.0.borrow().exports()
    }

    fn call(&mut self, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
        self.0.borrow_mut().call(entry, arguments)
    }

    fn has_timer(&self) -> bool {
        self.0.borrow().has_timer()
    }

    fn timer(&mut self) {
        self.0.borrow_mut().timer();
    }

    fn notes(&mut self) -> Vec<String> {
        self.0.borrow_mut().notes()
    }

    fn noticed(&mut self) -> Vec<Notice> {
        self.0.borrow_mut().noticed()
    }

    fn scribbled(&mut self) -> Vec<String> {
        self.0.borrow_mut().scribbled()
    }

    fn is_native(&self) -> bool {
        self.0.borrow().is_native()
    }

    fn can_scribble(&self) -> bool {
        self.0.borrow().can_scribble()
    }
}

//! A run in children that goes on one step at a time.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use super::pool::{Options, Pool, UntilCut};
use super::remote::{AVOIDED, Remote};
use mockras::dll::Live;
use mockras::pipeline::{Driver, Sink, Stepwise};
use mockras::scenario::{Scenario, Step};

/// What is shared with whoever has begun the run: how children are started, where they go when it is over, and why a run was
/// cut short since somebody asked.
pub(super) type Home = (Rc<Options>, Rc<RefCell<Pool>>, Rc<RefCell<Option<String>>>);

/// The driver of the parent, whose children it has to itself. They are ended with it unless it plays to the end.
pub(super) struct Stepping {
    driver: Driver<Remote<'static>>,
    scenario: Scenario,
    home: Home,
    /// When the last entry was made.
    at_ms: u64,
}

impl Stepping {
    pub(super) fn new(scenario: &Scenario, remote: Remote<'static>, home: Home) -> Self {
        let dlls = scenario.specs().len().max(1);
        let driver = Driver::new(scenario, dlls, remote);
        Self { driver, scenario: scenario.clone(), home, at_ms: 0 }
    }

    /// Remembers for whoever asks later that the run was cut short.
    fn note_cut(&self) {
        let why = self.cut().filter(|why| why != AVOIDED);
        if let (Some(why), (_, _, cuts)) = (why, &self.home) {
            cuts.borrow_mut().get_or_insert(why);
        }
    }
}

impl Stepwise for Stepping {
    fn step(&mut self, step: Arc<Step>, sink: &mut dyn Sink) {
        if self.cut().is_some() {
            return;
        }
        self.driver.host().announce(Some(&step));
        let cut = self.driver.peek().cut_cell();
        let mut sink = UntilCut { sink, cut: &cut, at_ms: self.at_ms };
        self.driver.step(step, &mut sink);
        self.at_ms = sink.at_ms;
        self.note_cut();
    }

    fn finish(mut self: Box<Self>, sink: &mut dyn Sink) {
        if self.cut().is_some() {
            return;
        }
        self.driver.host().announce(None);
        let Self { driver, scenario, home: (options, home, cuts), at_ms } = *self;
        let cut = driver.peek().cut_cell();
        let mut sink = UntilCut { sink, cut: &cut, at_ms };
        let (mut pool, _) = driver.finish(&mut sink).into_pool();
        pool.finish(&options, &scenario, &mut sink);
        if let Some(why) = cut.take().filter(|why| why != AVOIDED) {
            cuts.borrow_mut().get_or_insert(why);
        }
        // Another run may have children of its own by now.
        let is_free = home.borrow().is_empty();
        if is_free {
            home.replace(pool);
        }
    }

    fn service(&self) -> &Live {
        self.driver.service()
    }

    fn cut(&self) -> Option<String> {
        self.driver.peek().cut_cell().borrow().clone()
    }
}

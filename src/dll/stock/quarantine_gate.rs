//! `quarantine-gate`: lets only some quarantine states stay.

use crate::abi::{BOOL, RAS_QUARANTINE_STATE};
use crate::dll::{AdminDll, Exports};
use crate::ras::Quarantine;

/// Lets only some quarantine states stay: an answer to AcceptReauthentication, plain and Ex.
///
/// A client whose state is not known (`not-capable`) is no worse than one from before quarantine was
/// invented, so think twice before leaving that state out (REAUTH-02). How a connection begins is not this
/// DLL's business.
#[derive(Debug, Clone, Default)]
pub struct QuarantineGate {
    states: Vec<Quarantine>,
}

impl QuarantineGate {
    /// Lets these states stay.
    pub fn new(states: impl IntoIterator<Item = Quarantine>) -> Self {
        Self { states: states.into_iter().collect() }
    }

    fn verdict(&self, state: RAS_QUARANTINE_STATE) -> BOOL {
        BOOL::from(self.states.contains(&Quarantine(state)))
    }
}

impl AdminDll for QuarantineGate {
    fn exports(&self) -> Exports<Self> {
        Exports {
            accept_reauthentication: Some(|dll, _, _, _, c3| dll.verdict(c3.rasQuarState)),
            accept_reauthentication_ex: Some(|dll, ex| dll.verdict(ex.rasQuarState)),
            ..Exports::documented()
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::dll::stock::trial::{Facts, Trial};
    use crate::ras::{Callout, Series};

    fn verdicts(dll: &mut Trial, callout: Callout) -> [u32; 5] {
        [0, 1, 2, 3, 4].map(|state| dll.connection(callout, Facts { state, ..Facts::default() }))
    }

    #[test]
    fn states_unless_given_are_all_but_quarantine() {
        for spec in ["stock:quarantine-gate", "stock:quarantine-gate,table=true"] {
            let mut dll = Trial::of(spec);
            if dll.exports().contains(Callout::InitializeDllEx) {
                dll.initialize_ex();
            }
            assert_eq!(verdicts(&mut dll, Callout::AcceptReauthentication), [1, 0, 1, 1, 0], "{spec}");
            assert_eq!(verdicts(&mut dll, Callout::AcceptReauthenticationEx), [1, 0, 1, 1, 0], "{spec}");
        }
    }

    #[test]
    fn states_given_are_those_that_stay() {
        let mut dll = Trial::of("stock:quarantine-gate,states=[\"quarantine\", 4]");
        assert_eq!(verdicts(&mut dll, Callout::AcceptReauthentication), [0, 1, 0, 0, 1]);
        assert_eq!(verdicts(&mut dll, Callout::AcceptReauthenticationEx), [0, 1, 0, 0, 1]);
    }

    #[test]
    fn connection_new_is_accepted_in_any_state() {
        let mut dll = Trial::of("stock:quarantine-gate");
        for &series in Series::ALL {
            assert_eq!(
                dll.connection(series.accept(), Facts { state: 1, ..Facts::default() }),
                1,
                "{series}"
            );
        }
    }
}

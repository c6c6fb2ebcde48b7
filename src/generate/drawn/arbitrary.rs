//! Implements `Arbitrary` of the crate `arbitrary` for what can be drawn: scenarios, facts and structures at the default tier.
//!
//! Whoever wants another tier, or scenarios of another shape, draws them: see [`scenario`](super::scenario()) and
//! [`structure`](super::structure).

use arbitrary::{Arbitrary, Result, Unstructured};

use super::draw::Draw;
use super::scenario::scenario;
use super::shape::Shape;
use super::structure;
use super::structure::each_structure;
use super::tier::Tier;
use crate::abi::*;
use crate::ras::{Connection, Counters, Port};
use crate::scenario::Scenario;

/// Any scenario of the default shape.
impl<'a> Arbitrary<'a> for Scenario {
    fn arbitrary(bytes: &mut Unstructured<'a>) -> Result<Self> {
        Ok(scenario(&mut Draw::new(bytes), &Shape::default()))
    }
}

macro_rules! arbitrary {
    ($($function:ident: $type:ident,)*) => {$(
        impl<'a> Arbitrary<'a> for $type {
            fn arbitrary(bytes: &mut Unstructured<'a>) -> Result<Self> {
                Ok(structure::$function(&mut Draw::new(bytes), Tier::Default))
            }
        }
    )*};
}

arbitrary! {
    connection: Connection,
    port: Port,
    counters: Counters,
}

each_structure!(arbitrary);

//! The C layouts of the RAS administration interface: types and constants under the names of the header.
//!
//! Nothing here behaves: a structure knows its members, their offsets on both widths of Windows, its bytes, the
//! name of each byte, and which facts fill it. It is declared once, and the crate compiles only if the compiler
//! (for this target) and the rules of C (for both widths) agree with every offset. Pointers occur in the types of
//! functions only; handles are numbers.
#![allow(non_upper_case_globals, reason = "constants have the names of the header")]
#![allow(non_snake_case, reason = "members have the names of the header, so that both can be searched alike")]
#![allow(
    non_camel_case_types,
    reason = "types have the names of the header, so that both can be searched alike"
)]

mod callbacks;
mod connection;
mod connection_ex;
mod constant;
mod each;
mod fill;
mod header;
mod image;
mod layout;
mod member;
mod port;
mod ppp;
mod projection;
mod role;
mod scalar;
mod storage;

pub use callbacks::*;
pub use connection::*;
pub use connection_ex::*;
pub use constant::*;
pub use fill::*;
pub use header::*;
pub use image::*;
pub use layout::{Disagreement, Field, FieldKind, SizeAndAlign, disagreement, offset_of_member};
pub use member::{Member, find_member, member};
pub use port::*;
pub use ppp::*;
pub use projection::*;
pub use role::{FILLER, Role, each_gap, each_member, fill_up, make_hostile, make_hostile_ex};
pub use scalar::*;

/// What is known of a structure without its type.
#[derive(Clone, Copy, Debug)]
pub struct Description {
    /// The name in the header.
    pub name: &'static str,
    /// The members in memory order.
    pub fields: &'static [Field],
    /// Size and alignment on 64-bit Windows.
    pub x64: SizeAndAlign,
    /// Size and alignment on 32-bit Windows.
    pub x86: SizeAndAlign,
}

impl Description {
    /// Describes a structure.
    pub const fn of<T: Layout>() -> Description {
        Description { name: T::NAME, fields: T::FIELDS, x64: T::X64, x86: T::X86 }
    }
}

/// Every structure of the interface: table, header, connections, ports, PPP, projections, the rest.
pub const STRUCTURES: [Description; 30] = [
    Description::of::<MPRAPI_ADMIN_DLL_CALLBACKS>(),
    Description::of::<MPRAPI_OBJECT_HEADER>(),
    Description::of::<RAS_CONNECTION_0>(),
    Description::of::<RAS_CONNECTION_1>(),
    Description::of::<RAS_CONNECTION_2>(),
    Description::of::<RAS_CONNECTION_3>(),
    Description::of::<RAS_CONNECTION_EX>(),
    Description::of::<RAS_CONNECTION_4>(),
    Description::of::<RAS_PORT_0>(),
    Description::of::<RAS_PORT_1>(),
    Description::of::<RAS_PORT_2>(),
    Description::of::<PPP_NBFCP_INFO>(),
    Description::of::<PPP_IPCP_INFO>(),
    Description::of::<PPP_IPCP_INFO2>(),
    Description::of::<PPP_IPXCP_INFO>(),
    Description::of::<PPP_ATCP_INFO>(),
    Description::of::<PPP_CCP_INFO>(),
    Description::of::<PPP_LCP_INFO>(),
    Description::of::<PPP_IPV6_CP_INFO>(),
    Description::of::<PPP_INFO>(),
    Description::of::<PPP_INFO_2>(),
    Description::of::<PPP_INFO_3>(),
    Description::of::<PPP_PROJECTION_INFO>(),
    Description::of::<IKEV2_PROJECTION_INFO>(),
    Description::of::<PROJECTION_INFO>(),
    Description::of::<PPP_PROJECTION_INFO2>(),
    Description::of::<IKEV2_PROJECTION_INFO2>(),
    Description::of::<PROJECTION_INFO2>(),
    Description::of::<RAS_UPDATE_CONNECTION>(),
    Description::of::<AUTH_VALIDATION_EX>(),
];

//! The structures that a DLL is handed, drawn: one function for each, under the name of its type in small letters.
//!
//! A structure is filled from drawn facts, as the service fills it, so its members agree with each other. Strict and
//! paranoid tiers then write over some of them; lower tiers never do.
//!
//! ```
//! use arbitrary::Unstructured;
//! use mockras::generate::{self, Draw, Tier, structure};
//! use mockras::ras::Name;
//!
//! let bytes = generate::bytes(7, 0);
//! let mut choices = Unstructured::new(&bytes);
//! let connection = structure::ras_connection_0(&mut Draw::new(&mut choices), Tier::Default);
//! assert!(connection.wszUserName.contains(&0), "it ends where its array does");
//! ```

mod facts;
mod strange;

pub use facts::{connection, counters, port};

use super::draw::Draw;
use super::tier::Tier;
use super::value::number64;
use crate::abi::*;
use crate::ras::{Profile, Tunnel};
use facts::{connection_under, view};
use strange::strange;

/// Calls a macro with every structure that a DLL is handed: its function and its type.
macro_rules! each_structure {
    ($each:ident) => {
        $each! {
            mprapi_admin_dll_callbacks: MPRAPI_ADMIN_DLL_CALLBACKS,
            mprapi_object_header: MPRAPI_OBJECT_HEADER,
            ras_connection_0: RAS_CONNECTION_0,
            ras_connection_1: RAS_CONNECTION_1,
            ras_connection_2: RAS_CONNECTION_2,
            ras_connection_3: RAS_CONNECTION_3,
            ras_connection_ex: RAS_CONNECTION_EX,
            ras_port_0: RAS_PORT_0,
            ras_port_1: RAS_PORT_1,
            ppp_nbfcp_info: PPP_NBFCP_INFO,
            ppp_ipcp_info: PPP_IPCP_INFO,
            ppp_ipcp_info2: PPP_IPCP_INFO2,
            ppp_ipxcp_info: PPP_IPXCP_INFO,
            ppp_atcp_info: PPP_ATCP_INFO,
            ppp_ccp_info: PPP_CCP_INFO,
            ppp_lcp_info: PPP_LCP_INFO,
            ppp_ipv6_cp_info: PPP_IPV6_CP_INFO,
            ppp_info: PPP_INFO,
            ppp_info_2: PPP_INFO_2,
            ppp_info_3: PPP_INFO_3,
            ppp_projection_info: PPP_PROJECTION_INFO,
            ikev2_projection_info: IKEV2_PROJECTION_INFO,
            projection_info: PROJECTION_INFO,
            auth_validation_ex: AUTH_VALIDATION_EX,
        }
    };
}
pub(in crate::generate) use each_structure;

/// Draws structures that are filled from facts.
macro_rules! filled {
    ($($function:ident: $type:ident from $facts:expr,)*) => {$(
        #[doc = concat!("Draws a [`", stringify!($type), "`].")]
        pub fn $function(draw: &mut Draw<'_, '_>, tier: Tier) -> $type {
            let view = view(draw);
            let mut filled = $type::ZERO;
            filled.fill(&$facts(draw, tier, &view), &view);
            strange(filled, draw, tier)
        }
    )*};
}

filled! {
    ras_connection_0: RAS_CONNECTION_0 from connection_under,
    ras_connection_1: RAS_CONNECTION_1 from connection_under,
    ras_connection_2: RAS_CONNECTION_2 from connection_under,
    ras_connection_3: RAS_CONNECTION_3 from connection_under,
    ras_connection_ex: RAS_CONNECTION_EX from connection_under,
    ras_port_0: RAS_PORT_0 from |draw: &mut _, tier, _| port(draw, tier),
    ras_port_1: RAS_PORT_1 from |draw: &mut _, tier, _| port(draw, tier),
}

/// Draws structures that are parts of others.
macro_rules! parts {
    ($($function:ident: $type:ident of $whole:ident as $path:expr, $tunnel:expr;)*) => {$(
        #[doc = concat!("Draws a [`", stringify!($type), "`], as it lies in a [`", stringify!($whole), "`].")]
        pub fn $function(draw: &mut Draw<'_, '_>, tier: Tier) -> $type {
            let mut view = view(draw);
            if LEGACY.contains(&stringify!($function)) {
                view.profile = Profile::Server2000;
            }
            let mut facts = connection_under(draw, tier, &view);
            let tunnel: Option<Tunnel> = $tunnel;
            facts.tunnel = tunnel.unwrap_or(facts.tunnel);
            let mut whole = $whole::ZERO;
            whole.fill(&facts, &view);
            let part: fn(&$whole) -> $type = $path;
            strange(part(&whole), draw, tier)
        }
    )*};
}

/// The structures that say nothing in newer versions of Windows.
const LEGACY: [&str; 3] = ["ppp_nbfcp_info", "ppp_ipxcp_info", "ppp_atcp_info"];

parts! {
    ppp_nbfcp_info: PPP_NBFCP_INFO of RAS_CONNECTION_1 as |c| c.PppInfo.nbf, None;
    ppp_ipcp_info: PPP_IPCP_INFO of RAS_CONNECTION_1 as |c| c.PppInfo.ip, None;
    ppp_ipcp_info2: PPP_IPCP_INFO2 of RAS_CONNECTION_2 as |c| c.PppInfo2.ip, None;
    ppp_ipxcp_info: PPP_IPXCP_INFO of RAS_CONNECTION_1 as |c| c.PppInfo.ipx, None;
    ppp_atcp_info: PPP_ATCP_INFO of RAS_CONNECTION_1 as |c| c.PppInfo.at, None;
    ppp_ccp_info: PPP_CCP_INFO of RAS_CONNECTION_2 as |c| c.PppInfo2.ccp, Some(Tunnel::Pptp);
    ppp_lcp_info: PPP_LCP_INFO of RAS_CONNECTION_2 as |c| c.PppInfo2.lcp, Some(Tunnel::Pptp);
    ppp_ipv6_cp_info: PPP_IPV6_CP_INFO of RAS_CONNECTION_3 as |c| c.PppInfo3.ipv6, None;
    ppp_info: PPP_INFO of RAS_CONNECTION_1 as |c| c.PppInfo, None;
    ppp_info_2: PPP_INFO_2 of RAS_CONNECTION_2 as |c| c.PppInfo2, None;
    ppp_info_3: PPP_INFO_3 of RAS_CONNECTION_3 as |c| c.PppInfo3, None;
    ppp_projection_info: PPP_PROJECTION_INFO of RAS_CONNECTION_EX
        as |c| c.ProjectionInfo.ppp().unwrap_or_default(), Some(Tunnel::Pptp);
    ikev2_projection_info: IKEV2_PROJECTION_INFO of RAS_CONNECTION_EX
        as |c| c.ProjectionInfo.ikev2().unwrap_or_default(), Some(Tunnel::Ikev2);
    projection_info: PROJECTION_INFO of RAS_CONNECTION_EX as |c| c.ProjectionInfo, None;
}

/// Draws a [`MPRAPI_OBJECT_HEADER`]: that of one of the structures which begin with it.
pub fn mprapi_object_header(draw: &mut Draw<'_, '_>, tier: Tier) -> MPRAPI_OBJECT_HEADER {
    let header = |r#type, size: usize| MPRAPI_OBJECT_HEADER { revision: 1, r#type, size: size as USHORT };
    let headers = [
        header(MPRAPI_OBJECT_TYPE_RAS_CONNECTION_OBJECT, size_of::<RAS_CONNECTION_EX>()),
        header(MPRAPI_OBJECT_TYPE_AUTH_VALIDATION_OBJECT, size_of::<AUTH_VALIDATION_EX>()),
    ];
    let header = *draw.one_of(&headers);
    strange(header, draw, tier)
}

/// Draws a [`MPRAPI_ADMIN_DLL_CALLBACKS`] as a DLL gets it to fill: every slot is null.
pub fn mprapi_admin_dll_callbacks(draw: &mut Draw<'_, '_>, tier: Tier) -> MPRAPI_ADMIN_DLL_CALLBACKS {
    let written = [MPRAPI_ADMIN_DLL_VERSION_2, MPRAPI_ADMIN_DLL_VERSION_1, 0];
    let revision = match tier {
        Tier::Strict | Tier::Paranoid if draw.percent(25) => draw.below(256) as UCHAR,
        _ => *draw.one_of(&written),
    };
    MPRAPI_ADMIN_DLL_CALLBACKS { revision, ..MPRAPI_ADMIN_DLL_CALLBACKS::ZERO }
}

/// Draws an [`AUTH_VALIDATION_EX`] that is whole: `AuthInfo` has at most the one byte that the structure has room for.
///
/// Only at [`Tier::Paranoid`] may it promise more.
pub fn auth_validation_ex(draw: &mut Draw<'_, '_>, tier: Tier) -> AUTH_VALIDATION_EX {
    let info: &[u8] = if draw.percent(50) { &[draw.below(256) as u8] } else { &[] };
    validation(info, draw, tier)
}

/// Draws an [`AUTH_VALIDATION_EX`] and all bytes of its `AuthInfo`, of which the structure holds the first. The others
/// belong behind it in memory.
pub fn auth_validation_ex_and_info(draw: &mut Draw<'_, '_>, tier: Tier) -> (AUTH_VALIDATION_EX, Vec<u8>) {
    const LENGTHS: [u32; 6] = [0, 1, 7, 8, 9, 256];
    let length = if draw.percent(30) { draw.below(1025) } else { *draw.one_of(&LENGTHS) };
    let mut info: Vec<u8> = Vec::new();
    while info.len() < length as usize {
        info.extend(number64(draw, tier).to_le_bytes());
    }
    info.truncate(length as usize);
    (validation(&info, draw, tier), info)
}

fn validation(info: &[u8], draw: &mut Draw<'_, '_>, tier: Tier) -> AUTH_VALIDATION_EX {
    let view = view(draw);
    let facts = connection_under(draw, tier, &view);
    let mut filled = AUTH_VALIDATION_EX::ZERO;
    filled.fill(facts.handle, &facts.user, &facts.domain, info, &view);
    strange(filled, draw, tier)
}

//! Lengths, revisions, enumerations and flags.
//!
//! Enumerations are plain integers, so that a value which the header does not name survives a round trip.
//! Lengths are `usize`, because they size arrays; constants of one-byte members have the type of the member.

use super::scalar::{DWORD, UCHAR};

// Lengths of text in WCHARs, without the terminating NUL: every array has one more.

/// The length of the longest user name.
pub const UNLEN: usize = 256;
/// The length of the longest computer name in the sense of the network APIs.
pub const CNLEN: usize = 15;
/// The length of the longest domain name, which equals [`CNLEN`].
pub const DNLEN: usize = CNLEN;
/// The length of the longest NetBIOS name, the byte for its kind included.
pub const NETBIOS_NAME_LEN: usize = 16;
/// The length of the longest name of an interface.
pub const MAX_INTERFACE_NAME_LEN: usize = 256;
/// The length of the longest name of a port.
pub const MAX_PORT_NAME: usize = 16;
/// The length of the longest name of a medium.
pub const MAX_MEDIA_NAME: usize = 16;
/// The length of the longest name of a device.
pub const MAX_DEVICE_NAME: usize = 128;
/// The length of the longest name of a type of device.
pub const MAX_DEVICETYPE_NAME: usize = 16;
/// The length of the longest telephone number.
pub const MAX_PHONE_NUMBER_LEN: usize = 128;
/// The length of the longest IPv4 address as dotted decimal text.
pub const IPADDRESSLEN: usize = 15;
/// The length of the longest IPX address as text.
pub const IPXADDRESSLEN: usize = 22;
/// The length of the longest AppleTalk address as text.
pub const ATADDRESSLEN: usize = 32;
/// Room for the text of a tunnel endpoint. The header spells the name with one D.
pub const MAXIPADRESSLEN: usize = 64;

/// What kind of interface a connection belongs to.
pub type ROUTER_INTERFACE_TYPE = DWORD;
/// A client that dialled in.
pub const ROUTER_IF_TYPE_CLIENT: ROUTER_INTERFACE_TYPE = 0;
/// A home router.
pub const ROUTER_IF_TYPE_HOME_ROUTER: ROUTER_INTERFACE_TYPE = 1;
/// A full router.
pub const ROUTER_IF_TYPE_FULL_ROUTER: ROUTER_INTERFACE_TYPE = 2;
/// An interface that is always connected.
pub const ROUTER_IF_TYPE_DEDICATED: ROUTER_INTERFACE_TYPE = 3;
/// An interface inside the router.
pub const ROUTER_IF_TYPE_INTERNAL: ROUTER_INTERFACE_TYPE = 4;
/// A loopback interface.
pub const ROUTER_IF_TYPE_LOOPBACK: ROUTER_INTERFACE_TYPE = 5;
/// A tunnel; the documentation has no description.
pub const ROUTER_IF_TYPE_TUNNEL1: ROUTER_INTERFACE_TYPE = 6;
/// An interface that dials out.
pub const ROUTER_IF_TYPE_DIALOUT: ROUTER_INTERFACE_TYPE = 7;
/// One more than the last type.
pub const ROUTER_IF_TYPE_MAX: ROUTER_INTERFACE_TYPE = 8;

/// What a port is doing.
pub type RAS_PORT_CONDITION = DWORD;
/// The port cannot be used.
pub const RAS_PORT_NON_OPERATIONAL: RAS_PORT_CONDITION = 0;
/// The port has no connection.
pub const RAS_PORT_DISCONNECTED: RAS_PORT_CONDITION = 1;
/// The server is calling the client back.
pub const RAS_PORT_CALLING_BACK: RAS_PORT_CONDITION = 2;
/// The port waits for a call.
pub const RAS_PORT_LISTENING: RAS_PORT_CONDITION = 3;
/// The user is being authenticated.
pub const RAS_PORT_AUTHENTICATING: RAS_PORT_CONDITION = 4;
/// The user has been authenticated.
pub const RAS_PORT_AUTHENTICATED: RAS_PORT_CONDITION = 5;
/// The port is being prepared.
pub const RAS_PORT_INITIALIZING: RAS_PORT_CONDITION = 6;

/// Whether the hardware of a port works.
pub type RAS_HARDWARE_CONDITION = DWORD;
/// The hardware works.
pub const RAS_HARDWARE_OPERATIONAL: RAS_HARDWARE_CONDITION = 0;
/// The hardware has failed.
pub const RAS_HARDWARE_FAILURE: RAS_HARDWARE_CONDITION = 1;

/// How far network access protection lets the client in.
pub type RAS_QUARANTINE_STATE = DWORD;
/// The client has full access.
pub const RAS_QUAR_STATE_NORMAL: RAS_QUARANTINE_STATE = 0;
/// The client has restricted access.
pub const RAS_QUAR_STATE_QUARANTINE: RAS_QUARANTINE_STATE = 1;
/// The client has access for a limited time. Only now does the probation timer mean something.
pub const RAS_QUAR_STATE_PROBATION: RAS_QUARANTINE_STATE = 2;
/// The client takes no part, so its state is unknown. It is no sign of ill will.
pub const RAS_QUAR_STATE_NOT_CAPABLE: RAS_QUARANTINE_STATE = 3;

/// What follows an object header. It is stored in one byte.
pub type MPRAPI_OBJECT_TYPE = UCHAR;
/// The header introduces a `RAS_CONNECTION_EX`.
pub const MPRAPI_OBJECT_TYPE_RAS_CONNECTION_OBJECT: MPRAPI_OBJECT_TYPE = 1;
/// The header introduces a server description.
pub const MPRAPI_OBJECT_TYPE_MPR_SERVER_OBJECT: MPRAPI_OBJECT_TYPE = 2;
/// The header introduces a server configuration to set.
pub const MPRAPI_OBJECT_TYPE_MPR_SERVER_SET_CONFIG_OBJECT: MPRAPI_OBJECT_TYPE = 3;
/// The header introduces an `AUTH_VALIDATION_EX`.
pub const MPRAPI_OBJECT_TYPE_AUTH_VALIDATION_OBJECT: MPRAPI_OBJECT_TYPE = 4;
/// The header introduces a `RAS_UPDATE_CONNECTION`.
pub const MPRAPI_OBJECT_TYPE_UPDATE_CONNECTION_OBJECT: MPRAPI_OBJECT_TYPE = 5;
/// The header introduces a custom configuration of an interface. Mingw-w64 has no such constant.
pub const MPRAPI_OBJECT_TYPE_IF_CUSTOM_CONFIG_OBJECT: MPRAPI_OBJECT_TYPE = 6;

/// The projection holds the PPP member.
pub const MPRAPI_PPP_PROJECTION_INFO_TYPE: UCHAR = 1;
/// The projection holds the IKEv2 member.
pub const MPRAPI_IKEV2_PROJECTION_INFO_TYPE: UCHAR = 2;

/// IKEv2 authenticates by machine certificate.
pub const MPRAPI_IKEV2_AUTH_USING_CERT: DWORD = 1;
/// IKEv2 authenticates by EAP. Only now does `dwEapTypeId` mean something.
pub const MPRAPI_IKEV2_AUTH_USING_EAP: DWORD = 2;

/// The cipher with which IKEv2 encrypts.
pub type IPSEC_CIPHER_TYPE = DWORD;
/// IKEv2 encrypts with DES. The page of `dwEncryptionMethod` does not list it.
pub const IPSEC_CIPHER_TYPE_DES: IPSEC_CIPHER_TYPE = 1;
/// IKEv2 encrypts with triple DES.
pub const IPSEC_CIPHER_TYPE_3DES: IPSEC_CIPHER_TYPE = 2;
/// IKEv2 encrypts with AES and a key of 128 bits.
pub const IPSEC_CIPHER_TYPE_AES_128: IPSEC_CIPHER_TYPE = 3;
/// IKEv2 encrypts with AES and a key of 192 bits.
pub const IPSEC_CIPHER_TYPE_AES_192: IPSEC_CIPHER_TYPE = 4;
/// IKEv2 encrypts with AES and a key of 256 bits.
pub const IPSEC_CIPHER_TYPE_AES_256: IPSEC_CIPHER_TYPE = 5;

/// The first revision of the callbacks table.
pub const MPRAPI_ADMIN_DLL_VERSION_1: UCHAR = 1;
/// The second revision of the callbacks table.
pub const MPRAPI_ADMIN_DLL_VERSION_2: UCHAR = 2;
/// The only revision of `RAS_CONNECTION_EX`.
pub const MPRAPI_RAS_CONNECTION_OBJECT_REVISION_1: UCHAR = 1;
/// The only revision of `RAS_UPDATE_CONNECTION`.
pub const MPRAPI_RAS_UPDATE_CONNECTION_OBJECT_REVISION_1: UCHAR = 1;

/// The flags of `dwConnectionFlags`.
pub type RAS_FLAGS = DWORD;
/// The connection uses PPP.
pub const RAS_FLAGS_PPP_CONNECTION: RAS_FLAGS = 0x01;
/// The client has a messenger service.
pub const RAS_FLAGS_MESSENGER_PRESENT: RAS_FLAGS = 0x02;
/// It is in the metadata only, and on no page of the documentation.
pub const RAS_FLAGS_RAS_CONNECTION: RAS_FLAGS = 0x04;
/// The connection is subject to quarantine.
pub const RAS_FLAGS_QUARANTINE_PRESENT: RAS_FLAGS = 0x08;
/// The connection uses AppleTalk. It is the same bit as [`RAS_FLAGS_IKEV2_CONNECTION`]: the version of Windows decides.
pub const RAS_FLAGS_ARAP_CONNECTION: RAS_FLAGS = 0x10;
/// The connection uses IKEv2. It is the same bit as [`RAS_FLAGS_ARAP_CONNECTION`].
pub const RAS_FLAGS_IKEV2_CONNECTION: RAS_FLAGS = 0x10;
/// The connection is dormant.
pub const RAS_FLAGS_DORMANT: RAS_FLAGS = 0x20;

// Values of dwDeviceType of RAS_CONNECTION_4, published by MS-RRASM 2.2.1.1.16 (DATA-46): a type beside the class of
// tunnels. No callout is handed that structure.

/// The device is a PPTP tunnel.
pub const RDT_Tunnel_Pptp: DWORD = 0x1_0008;
/// The device is an L2TP tunnel.
pub const RDT_Tunnel_L2tp: DWORD = 0x1_0009;
/// The device is an SSTP tunnel.
pub const RDT_Tunnel_Sstp: DWORD = 0x1_000e;
/// The device is an IKEv2 tunnel.
pub const RDT_Tunnel_Ikev2: DWORD = 0x1_000f;

/// Van Jacobson header compression was negotiated.
pub const PPP_IPCP_VJ: DWORD = 0x1;

/// The compression algorithm Stac.
pub const RASCCPCA_STAC: DWORD = 5;
/// The compression algorithm MPPC.
pub const RASCCPCA_MPPC: DWORD = 6;

/// The data is compressed and not encrypted.
pub const PPP_CCP_COMPRESSION: DWORD = 0x0000_0001;
/// The data is encrypted with a key of 40 bits, in the older form.
pub const PPP_CCP_ENCRYPTION40BITOLD: DWORD = 0x0000_0010;
/// The data is encrypted with a key of 40 bits.
pub const PPP_CCP_ENCRYPTION40BIT: DWORD = 0x0000_0020;
/// The data is encrypted with a key of 128 bits.
pub const PPP_CCP_ENCRYPTION128BIT: DWORD = 0x0000_0040;
/// The data is encrypted with a key of 56 bits.
pub const PPP_CCP_ENCRYPTION56BIT: DWORD = 0x0000_0080;
/// The encryption renews its key with every packet.
pub const PPP_CCP_HISTORYLESS: DWORD = 0x0100_0000;

/// The user authenticates by PAP.
pub const PPP_LCP_PAP: DWORD = 0xC023;
/// The user authenticates by Shiva PAP.
pub const PPP_LCP_SPAP: DWORD = 0xC027;
/// The user authenticates by a member of the CHAP family. The authentication data says which.
pub const PPP_LCP_CHAP: DWORD = 0xC223;
/// The user authenticates by EAP. Only now do the EAP type numbers mean something.
pub const PPP_LCP_EAP: DWORD = 0xC227;
/// Says as authentication data that it is CHAP with MD5.
pub const PPP_LCP_CHAP_MD5: DWORD = 0x05;
/// Says as authentication data that it is Microsoft CHAP.
pub const PPP_LCP_CHAP_MS: DWORD = 0x80;
/// Says as authentication data that it is Microsoft CHAP version 2.
pub const PPP_LCP_CHAP_MSV2: DWORD = 0x81;

// Two families name the options of LCP. A flag of the client family is the server's shifted right by one bit,
// so to read one family with the names of the other gives every flag another meaning.

/// The flag of the server family for multilink framing.
pub const PPP_LCP_MULTILINK_FRAMING: DWORD = 0x001;
/// The flag of the server family for protocol field compression.
pub const PPP_LCP_PFC: DWORD = 0x002;
/// The flag of the server family for address and control field compression.
pub const PPP_LCP_ACFC: DWORD = 0x004;
/// The flag of the server family for short sequence number headers.
pub const PPP_LCP_SSHF: DWORD = 0x008;
/// The flag of the server family for DES with a key of 56 bits.
pub const PPP_LCP_DES_56: DWORD = 0x010;
/// The flag of the server family for triple DES.
pub const PPP_LCP_3_DES: DWORD = 0x020;
/// The flag of the server family for AES with a key of 128 bits.
pub const PPP_LCP_AES_128: DWORD = 0x040;
/// The flag of the server family for AES with a key of 256 bits.
pub const PPP_LCP_AES_256: DWORD = 0x080;
/// The flag of the server family for AES with a key of 192 bits, which is on no page of the documentation.
pub const PPP_LCP_AES_192: DWORD = 0x100;
/// The flag of the server family for AES-GCM with a key of 128 bits, which is on no page of the documentation.
pub const PPP_LCP_GCM_AES_128: DWORD = 0x200;
/// The flag of the server family for AES-GCM with a key of 192 bits, which is on no page of the documentation.
pub const PPP_LCP_GCM_AES_192: DWORD = 0x400;
/// The flag of the server family for AES-GCM with a key of 256 bits, which is on no page of the documentation.
pub const PPP_LCP_GCM_AES_256: DWORD = 0x800;

/// The flag of the client family for protocol field compression.
pub const RASLCPO_PFC: DWORD = 0x001;
/// The flag of the client family for address and control field compression.
pub const RASLCPO_ACFC: DWORD = 0x002;
/// The flag of the client family for short sequence number headers.
pub const RASLCPO_SSHF: DWORD = 0x004;
/// The flag of the client family for DES with a key of 56 bits.
pub const RASLCPO_DES_56: DWORD = 0x008;
/// The flag of the client family for triple DES.
pub const RASLCPO_3_DES: DWORD = 0x010;
/// The flag of the client family for AES with a key of 128 bits.
pub const RASLCPO_AES_128: DWORD = 0x020;
/// The flag of the client family for AES with a key of 256 bits.
pub const RASLCPO_AES_256: DWORD = 0x040;
/// The flag of the client family for AES with a key of 192 bits.
pub const RASLCPO_AES_192: DWORD = 0x080;
/// The flag of the client family for AES-GCM with a key of 128 bits.
pub const RASLCPO_GCM_AES_128: DWORD = 0x100;
/// The flag of the client family for AES-GCM with a key of 192 bits.
pub const RASLCPO_GCM_AES_192: DWORD = 0x200;
/// The flag of the client family for AES-GCM with a key of 256 bits.
pub const RASLCPO_GCM_AES_256: DWORD = 0x400;

//! The declarations of `mockras::abi` against the published metadata, name by name.

use mockras::abi::{self, Layout, STRUCTURES};
use windows_sys::Win32::NetworkManagement::{IpHelper, NetManagement, Rras, WindowsFilteringPlatform};
use windows_sys::Win32::{Foundation, Networking::WinSock};

/// The size of the member that `_member` selects.
fn size_of_member<S, M>(_member: fn(&S) -> &M) -> usize {
    size_of::<M>()
}

/// Makes the function that compares structures with those of the same name in the metadata: every member,
/// then the whole. It returns their names.
macro_rules! same_shape {
    ($($name:ident { $($field:ident)+ })+) => {
        fn compare_every_structure() -> Vec<&'static str> {
            let mut compared = Vec::new();
            $({
                let mut fields = <abi::$name as Layout>::FIELDS.iter();
                $(
                    let place = concat!(stringify!($name), ".", stringify!($field));
                    let field = fields.next().expect(place);
                    assert_eq!(field.name, stringify!($field).trim_start_matches("r#"), "name of {place}");
                    assert_eq!(field.offset, std::mem::offset_of!(Rras::$name, $field), "offset of {place}");
                    let size = size_of_member(|whole: &Rras::$name| &whole.$field);
                    assert_eq!(field.size, size, "size of {place}");
                )+
                let name = stringify!($name);
                assert!(fields.next().is_none(), "{name} has members that are not compared");
                assert_eq!(size_of::<abi::$name>(), size_of::<Rras::$name>(), "size of {name}");
                assert_eq!(align_of::<abi::$name>(), align_of::<Rras::$name>(), "alignment of {name}");
                compared.push(name);
            })+
            compared
        }
    };
}

mockras::__each_structure!(same_shape);

#[test]
fn every_structure_has_the_shape_of_the_metadata() {
    let declared: Vec<&str> = STRUCTURES.iter().map(|structure| structure.name).collect();
    assert_eq!(compare_every_structure(), declared);
}

#[test]
fn every_storage_has_the_shape_of_its_union() {
    assert_eq!(size_of::<abi::PROJECTION_INFO_0>(), size_of::<Rras::PROJECTION_INFO_0>());
    assert_eq!(align_of::<abi::PROJECTION_INFO_0>(), align_of::<Rras::PROJECTION_INFO_0>());
    assert_eq!(size_of::<abi::PROJECTION_INFO2_0>(), size_of::<Rras::PROJECTION_INFO2_0>());
    assert_eq!(align_of::<abi::PROJECTION_INFO2_0>(), align_of::<Rras::PROJECTION_INFO2_0>());
}

#[test]
fn scalars_have_the_shape_of_the_metadata() {
    macro_rules! same {
        ($($ours:ty = $theirs:ty;)+) => {$(
            assert_eq!(size_of::<$ours>(), size_of::<$theirs>(), stringify!($ours));
            assert_eq!(align_of::<$ours>(), align_of::<$theirs>(), stringify!($ours));
        )+};
    }
    same! {
        abi::HANDLE = Foundation::HANDLE;
        abi::GUID = windows_sys::core::GUID;
        abi::FILETIME = Foundation::FILETIME;
        abi::BOOL = windows_sys::core::BOOL;
        abi::IN6_ADDR = WinSock::IN6_ADDR;
    }
    assert_eq!((abi::FALSE, abi::TRUE), (Foundation::FALSE, Foundation::TRUE));
}

#[test]
fn every_constant_has_the_value_of_the_metadata() {
    macro_rules! same_value {
        ($($from:path { $($name:ident)+ })+) => {$({
            use $from as metadata;
            $(assert_eq!(abi::$name as i128, metadata::$name as i128, stringify!($name));)+
        })+};
    }
    same_value! {
        Rras {
            IPADDRESSLEN IPXADDRESSLEN ATADDRESSLEN MAXIPADRESSLEN ROUTER_IF_TYPE_CLIENT
            ROUTER_IF_TYPE_HOME_ROUTER ROUTER_IF_TYPE_FULL_ROUTER ROUTER_IF_TYPE_DEDICATED
            ROUTER_IF_TYPE_INTERNAL ROUTER_IF_TYPE_LOOPBACK ROUTER_IF_TYPE_TUNNEL1
            ROUTER_IF_TYPE_DIALOUT ROUTER_IF_TYPE_MAX RAS_PORT_NON_OPERATIONAL RAS_PORT_DISCONNECTED
            RAS_PORT_CALLING_BACK RAS_PORT_LISTENING RAS_PORT_AUTHENTICATING RAS_PORT_AUTHENTICATED
            RAS_PORT_INITIALIZING RAS_HARDWARE_OPERATIONAL RAS_HARDWARE_FAILURE RAS_QUAR_STATE_NORMAL
            RAS_QUAR_STATE_QUARANTINE RAS_QUAR_STATE_PROBATION RAS_QUAR_STATE_NOT_CAPABLE
            MPRAPI_OBJECT_TYPE_RAS_CONNECTION_OBJECT MPRAPI_OBJECT_TYPE_MPR_SERVER_OBJECT
            MPRAPI_OBJECT_TYPE_MPR_SERVER_SET_CONFIG_OBJECT MPRAPI_OBJECT_TYPE_AUTH_VALIDATION_OBJECT
            MPRAPI_OBJECT_TYPE_UPDATE_CONNECTION_OBJECT MPRAPI_OBJECT_TYPE_IF_CUSTOM_CONFIG_OBJECT
            MPRAPI_PPP_PROJECTION_INFO_TYPE MPRAPI_IKEV2_PROJECTION_INFO_TYPE
            MPRAPI_IKEV2_AUTH_USING_CERT MPRAPI_IKEV2_AUTH_USING_EAP MPRAPI_ADMIN_DLL_VERSION_1
            MPRAPI_ADMIN_DLL_VERSION_2 MPRAPI_RAS_CONNECTION_OBJECT_REVISION_1
            MPRAPI_RAS_UPDATE_CONNECTION_OBJECT_REVISION_1 RAS_FLAGS_PPP_CONNECTION
            RAS_FLAGS_MESSENGER_PRESENT RAS_FLAGS_RAS_CONNECTION RAS_FLAGS_QUARANTINE_PRESENT
            RAS_FLAGS_ARAP_CONNECTION RAS_FLAGS_IKEV2_CONNECTION RAS_FLAGS_DORMANT PPP_IPCP_VJ
            RASCCPCA_STAC RASCCPCA_MPPC PPP_CCP_COMPRESSION PPP_CCP_ENCRYPTION40BITOLD
            PPP_CCP_ENCRYPTION40BIT PPP_CCP_ENCRYPTION128BIT PPP_CCP_ENCRYPTION56BIT PPP_CCP_HISTORYLESS
            PPP_LCP_PAP PPP_LCP_SPAP PPP_LCP_CHAP PPP_LCP_EAP PPP_LCP_CHAP_MD5 PPP_LCP_CHAP_MS
            PPP_LCP_CHAP_MSV2 PPP_LCP_MULTILINK_FRAMING PPP_LCP_PFC PPP_LCP_ACFC PPP_LCP_SSHF
            PPP_LCP_DES_56 PPP_LCP_3_DES PPP_LCP_AES_128 PPP_LCP_AES_256 PPP_LCP_AES_192
            PPP_LCP_GCM_AES_128 PPP_LCP_GCM_AES_192 PPP_LCP_GCM_AES_256 RASLCPO_PFC RASLCPO_ACFC
            RASLCPO_SSHF RASLCPO_DES_56 RASLCPO_3_DES RASLCPO_AES_128 RASLCPO_AES_256 RASLCPO_AES_192
            RASLCPO_GCM_AES_128 RASLCPO_GCM_AES_192 RASLCPO_GCM_AES_256
        }
        IpHelper { MAX_INTERFACE_NAME_LEN }
        NetManagement { UNLEN CNLEN DNLEN NETBIOS_NAME_LEN }
        WindowsFilteringPlatform {
            IPSEC_CIPHER_TYPE_DES IPSEC_CIPHER_TYPE_3DES IPSEC_CIPHER_TYPE_AES_128
            IPSEC_CIPHER_TYPE_AES_192 IPSEC_CIPHER_TYPE_AES_256
        }
    }
}

/// What a prototype costs its caller: the size of each argument and of the result.
trait Prototype {
    fn sizes() -> (Vec<usize>, usize);
}

macro_rules! prototype {
    ($($argument:ident)*) => {
        impl<$($argument,)* R> Prototype for Option<unsafe extern "system" fn($($argument),*) -> R> {
            fn sizes() -> (Vec<usize>, usize) {
                (vec![$(size_of::<$argument>()),*], size_of::<R>())
            }
        }
    };
}

prototype!();
prototype!(A);
prototype!(A B);
prototype!(A B C);
prototype!(A B C D);

#[test]
fn every_prototype_has_the_arguments_and_the_result_of_the_metadata() {
    macro_rules! same_prototype {
        ($($name:ident)+) => {$(
            assert_eq!(
                <abi::$name as Prototype>::sizes(),
                <Rras::$name as Prototype>::sizes(),
                stringify!($name),
            );
        )+};
    }
    same_prototype! {
        PMPRADMINACCEPTNEWCONNECTION PMPRADMINACCEPTNEWCONNECTION2 PMPRADMINACCEPTNEWCONNECTION3
        PMPRADMINACCEPTNEWCONNECTIONEX PMPRADMINACCEPTNEWLINK PMPRADMINACCEPTREAUTHENTICATION
        PMPRADMINACCEPTREAUTHENTICATIONEX PMPRADMINACCEPTTUNNELENDPOINTCHANGEEX
        PMPRADMINCONNECTIONHANGUPNOTIFICATION PMPRADMINCONNECTIONHANGUPNOTIFICATION2
        PMPRADMINCONNECTIONHANGUPNOTIFICATION3 PMPRADMINCONNECTIONHANGUPNOTIFICATIONEX
        PMPRADMINGETIPADDRESSFORUSER PMPRADMINGETIPV6ADDRESSFORUSER PMPRADMINLINKHANGUPNOTIFICATION
        PMPRADMINRASVALIDATEPREAUTHENTICATEDCONNECTIONEX PMPRADMINRELEASEIPADRESS
        PMPRADMINRELEASEIPV6ADDRESSFORUSER PMPRADMINTERMINATEDLL
    }
}

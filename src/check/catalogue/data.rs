//! Duties about what structures hold.

use crate::check::row::rows;

rows! {
    "DATA-01" "connection flags not empty"
        Service Conflicting "all" [CONNECTION0, CONNECTION_EX, CONNECTION4, WIRE] [42]
        "The service sets at least one of the documented bits in dwConnectionFlags; the wire specification \
         also has a value without any."
        => Proven("tests/proof/connection_flags_are_not_empty.rs");

    "DATA-02" "one bit, two meanings" Dll Stated "all" [CONNECTION0, METADATA, MINGW] [42]
        "The DLL takes flag 0x10 for ARAP or for IKEv2 depending on the Windows version."
        => NotHere("a transcript shows answers, not the reasons for them");

    "DATA-03" "unit of the duration" Service Stated "all" [CONNECTION0, CONNECTION_EX, PORT0] []
        "The service counts dwConnectDuration in seconds."
        => Proven("tests/proof/durations_are_seconds.rs");

    "DATA-04" "text of connections"
        Service Stated "all" [
            CONNECTION0, CONNECTION1, CONNECTION2, CONNECTION3, CONNECTION4, CONNECTION_EX,
        ] []
        "The service ends the Unicode text in RAS_CONNECTION_0 to 4 and RAS_CONNECTION_EX with a NUL."
        => Asserted("tests/it/facts.rs");

    "DATA-05" "text of ports" Service Silent "all" [PORT0] []
        "The service may or may not end the text in RAS_PORT_0 with a NUL; no page says."
        => Asserted("tests/it/facts.rs");

    "DATA-06" "interface type" Service Stated "all" [CONNECTION0, INTERFACE_TYPE] []
        "The service gives a value of ROUTER_INTERFACE_TYPE in dwInterfaceType."
        => Asserted("tests/it/abi.rs");

    "DATA-07" "life of the GUID" Dll Stated "2000 and later" [CONNECTION2, CONNECTION3, CONNECTION_EX] []
        "The DLL does not use the GUID of an incoming connection after that connection has ended."
        => Proven("tests/proof/guid_belongs_to_one_connection.rs");

    "DATA-08" "RAS_CONNECTION_3 on itself" Service Stated "2008 and later" [CONNECTION3] [45]
        "The service gives the size of RAS_CONNECTION_3 in dwSize and its version in dwVersion."
        => Asserted("tests/it/facts.rs");

    "DATA-09" "probation timer" Dll Stated "2008 and later" [CONNECTION3, CONNECTION_EX] [54]
        "The DLL reads the probation timer only if rasQuarState is RAS_QUAR_STATE_PROBATION."
        => NotHere("what a DLL reads does not show; mockras poisons what is not valid, as tests/it/poison.rs asserts");

    "DATA-10" "quarantine states" Service Stated "2008 and later" [QUARANTINE, METADATA] []
        "The service gives one of the four values of RAS_QUARANTINE_STATE in rasQuarState."
        => Asserted("tests/it/abi.rs");

    "DATA-11" "header of RAS_CONNECTION_EX"
        Service Stated "2008 R2 and later" [CONNECTION_EX, OBJECT_HEADER] [45]
        "The service fills the header of RAS_CONNECTION_EX with revision 1, type RAS_CONNECTION_OBJECT and \
         the size."
        => Asserted("tests/it/facts.rs");

    "DATA-12" "structures agree" Service Stated "2008 R2 and later" [CONNECTION_EX] []
        "The service tells in RAS_CONNECTION_EX what it tells in RAS_CONNECTION_0 to 3."
        => Asserted("tests/it/facts.rs");

    "DATA-13" "counter of switch-overs" Dll Stated "2008 R2 and later" [CONNECTION_EX, CONNECTION4] [42]
        "The DLL reads dwNumSwitchOvers of IKEv2 connections only."
        => NotHere("what a DLL reads does not show; mockras poisons what is not valid, as tests/it/poison.rs asserts");

    "DATA-14" "endpoint text" Service Stated "2008 R2 and later" [CONNECTION_EX] []
        "The service writes both endpoint addresses as text of the form a.b.c.d; no page mentions IPv6 there."
        => Asserted("tests/it/facts.rs");

    "DATA-15" "kind of projection" Dll Stated "2008 R2 and later" [PROJECTION, METADATA] []
        "The DLL reads the member of PROJECTION_INFO that projectionInfoType selects."
        => NotHere("what a DLL reads does not show; tests/it/abi.rs asserts what mockras hands over");

    "DATA-16" "validity of IPv4 addresses"
        Dll Stated "2008 R2 and later" [PPP_PROJECTION, IKEV2_PROJECTION] []
        "The DLL reads the IPv4 addresses of a projection only if dwIPv4NegotiationError is 0."
        => NotHere("what a DLL reads does not show; mockras poisons what is not valid, as tests/it/poison.rs asserts");

    "DATA-17" "validity of IPv6 identifiers"
        Dll Stated "2008 R2 and later" [PPP_PROJECTION, IKEV2_PROJECTION] []
        "The DLL reads the interface identifiers of a projection only if dwIPv6NegotiationError is 0."
        => NotHere("what a DLL reads does not show; mockras poisons what is not valid, as tests/it/poison.rs asserts");

    "DATA-18" "LCP reasons are reserved" Service Stated "all" [PPP_PROJECTION, LCP] []
        "The service gives zero for every reason why LCP terminated."
        => Asserted("tests/it/facts.rs");

    "DATA-19" "EAP types" Dll Stated "all" [LCP, PPP_PROJECTION, IKEV2_PROJECTION] []
        "The DLL reads an EAP type only if the protocol beside it is EAP."
        => NotHere("what a DLL reads does not show; mockras poisons what is not valid, as tests/it/poison.rs asserts");

    "DATA-20" "IPv6CP options are reserved" Service Stated "2008 and later" [IPV6CP] []
        "The service gives zero for the options of PPP_IPV6_CP_INFO and its size in dwSize."
        => Asserted("tests/it/facts.rs");

    "DATA-21" "addresses in IPCP"
        Service Conflicting "all" [IPCP, IPCP2, PPP_PROJECTION, IKEV2_PROJECTION] [43]
        "The service gives its own address in wszAddress of PPP_IPCP_INFO and the client's in \
         wszRemoteAddress; pages of projections say the reverse."
        => Asserted("tests/it/facts.rs");

    "DATA-22" "addresses in projections"
        Service Conflicting "2008 R2 and later" [PPP_PROJECTION, IKEV2_PROJECTION, IPCP, IPCP2] [43]
        "The service gives the client's address in wszAddress of a projection and its own in \
         wszRemoteAddress, as the pages word it; pages of IPCP say the reverse."
        => Asserted("tests/it/views.rs");

    "DATA-23" "end of NetBEUI" Dll Stated "NT 4.0 with RRAS, 2000" [NBF] []
        "The DLL reads PPP_NBFCP_INFO only on systems before Server 2003."
        => NotHere("what a DLL reads does not show; mockras zeroes what the version lacks, as tests/it/views.rs asserts");

    "DATA-24" "end of IPX" Dll Stated "up to 2003, x86" [IPX] []
        "The DLL reads PPP_IPXCP_INFO only on 32-bit systems up to Server 2003."
        => NotHere("what a DLL reads does not show; mockras zeroes what the version lacks, as tests/it/views.rs asserts");

    "DATA-25" "results of negotiation"
        Service Stated "all" [NBF, IPCP, IPX, APPLETALK, IPV6CP, GUIDE_ERRORS] []
        "The service gives 0 in dwError where a control protocol succeeded, and its fatal error where it did \
         not."
        => Asserted("tests/it/facts.rs");

    "DATA-26" "bytes of a port" Service Stated "all" [PORT1] []
        "The service counts compressed bytes in RAS_PORT_1."
        => Asserted("tests/it/facts.rs");

    "DATA-27" "compression ratios" Service Stated "all" [CONNECTION1, PORT1] []
        "The service gives compression ratios in percent, as compressed size by uncompressed size."
        => Asserted("tests/it/facts.rs");

    "DATA-28" "conditions of a port"
        Service Stated "all" [PORT_CONDITION, HARDWARE_CONDITION, METADATA, MINGW] []
        "The service gives the conditions of port and hardware as values of their enumerations."
        => Asserted("tests/it/abi.rs");

    "DATA-29" "calls of a port" Service Stated "all" [PORT0] []
        "The service counts every call of a port in dwTotalNumberOfCalls, which never shrinks."
        => Proven("tests/proof/calls_of_a_port_add_up.rs");

    "DATA-30" "unused members for IKEv2" Dll Stated "2008 R2 and later" [IKEV2_PROJECTION] []
        "The DLL does not read dwOptions and dwCompressionAlgorithm of IKEV2_PROJECTION_INFO."
        => NotHere("what a DLL reads does not show; mockras poisons what is not valid, as tests/it/poison.rs asserts");

    "DATA-31" "input is not written"
        Dll Stated "all" [
            ACCEPT0, ACCEPT2, ACCEPT3, ACCEPT_EX, REAUTHENTICATE, REAUTHENTICATE_EX, LINK,
            LINK_HANGUP, HANGUP0, HANGUP2, HANGUP3, HANGUP_EX, RELEASE4, RELEASE6, AUTH_VALIDATION,
        ] [49]
        "The DLL does not modify the structures that it is passed, which are input although they are not \
         const."
        => Rule;

    "DATA-32" "pointers end with the call" Dll Implied "all" [SAMPLE_C] [49]
        "The DLL copies what it needs, for no page promises that pointers outlive the call."
        => Rule;

    "DATA-33" "one handle"
        Service Implied "all" [CONNECTION0, CONNECTION1, CONNECTION2, CONNECTION3, PORT0, PORT1] []
        "The service gives one value of hConnection in all structures of a connection and of its ports."
        => Proven("tests/proof/handles_name_connections.rs");

    "DATA-34" "flags of LCP and CCP" Service Conflicting "all" [LCP, PPP_PROJECTION, CCP] [44]
        "The service gives LCP options as PPP_LCP_* or as RASLCPO_* flags; the pages mix the two families, \
         whose values clash."
        => Asserted("tests/it/views.rs");

    "DATA-35" "structures of no callout" Nobody Stated "2012 and later" [CONNECTION4, METADATA] []
        "RAS_CONNECTION_4 and RAS_PORT_2, of which the latter has no page, are handed to no callout."
        => Asserted("tests/it/abi/metadata.rs");

    "DATA-36" "flag of PPP" Service Stated "all" [CONNECTION0, CONNECTION_EX, CONNECTION4] []
        "The service sets RAS_FLAGS_PPP_CONNECTION for a connection over PPP, and RAS_FLAGS_IKEV2_CONNECTION \
         instead for one over IKEv2."
        => Proven("tests/proof/flags_tell_the_tunnel.rs");

    "DATA-37" "flag of quarantine"
        Service Stated "2003 and later" [CONNECTION0, CONNECTION_EX, CONNECTION4, REMOVE_QUARANTINE] [57]
        "The service sets RAS_FLAGS_QUARANTINE_PRESENT while the connection is in quarantine; no page says \
         that rasQuarState always moves with it."
        => Proven("tests/proof/quarantine_flag_follows_the_state.rs");

    "DATA-38" "flag of the messenger" Service Stated "all" [CONNECTION0, CONNECTION_EX, CONNECTION4] []
        "The service sets RAS_FLAGS_MESSENGER_PRESENT if MprAdminSendUserMessage reaches the client."
        => Asserted("tests/it/contents.rs");

    "DATA-39" "flag of dormancy"
        Service Stated "2008 R2 and later" [CONNECTION0, CONNECTION_EX, CONNECTION4] []
        "The service sets RAS_FLAGS_DORMANT for IKEv2 connections alone."
        => Proven("tests/proof/flags_tell_the_tunnel.rs");

    "DATA-40" "address not available" Service Stated "all" [IPCP, IPCP2] []
        "The service gives empty text, not 0.0.0.0, for a remote address that is not available."
        => Asserted("tests/it/contents.rs");

    "DATA-41" "multilink" Service Stated "all" [LCP, PPP_PROJECTION] [58]
        "The service sets PPP_LCP_MULTILINK_FRAMING for a connection that uses multilink; no page says when \
         first."
        => Proven("tests/proof/multilink_bit_comes_with_links.rs");

    "DATA-42" "floors of tunnels" Service Stated "all" [CONNECTION0, CONNECTION_EX] [42]
        "The service has SSTP from Server 2008 on and IKEv2 from Server 2008 R2 on; ARAP, whose flag IKEv2 \
         took over, ends with Server 2003."
        => Proven("tests/proof/flags_tell_the_tunnel.rs");

    "DATA-43" "line speed" Service Stated "all" [PORT1] []
        "The service gives the speed of the line in bits per second in dwLineSpeed."
        => Proven("tests/proof/connected_port_has_a_speed.rs");

    "DATA-44" "sub-interfaces" Service Stated "2008 R2 and later" [PPP_PROJECTION, IKEV2_PROJECTION] []
        "The service names the sub-interface of the connection where the protocol is up."
        => Asserted("tests/it/contents.rs");

    "DATA-45" "not negotiated" Service Implied "all" [WIRE] [59]
        "The service gives one error for every protocol that was not negotiated; no page says which."
        => Asserted("tests/it/contents.rs");

    "DATA-46" "device types" Service Stated "2008 R2 and later" [WIRE, CONNECTION4] []
        "The service gives the published device type of the tunnel in dwDeviceType, which RAS_CONNECTION_4 \
         alone has: no callout is handed it."
        => Asserted("tests/it/contents.rs");
}

//! The structures that describe a port.

use super::constant::{
    MAX_DEVICE_NAME, MAX_DEVICETYPE_NAME, MAX_MEDIA_NAME, MAX_PORT_NAME, RAS_HARDWARE_CONDITION,
    RAS_PORT_CONDITION,
};
use super::layout::structure;
use super::scalar::{DWORD, HANDLE, ULONG64, WCHAR};

structure! {
    /// A port: what it is and what it does. First argument of the link callouts.
    RAS_PORT_0: x64 392 / 8, x86 380 / 4;
    /// The port; the same value in every structure about it.
    hPort: HANDLE | 0 | 0,
    /// The connection that the port is a link of.
    hConnection: HANDLE | 8 | 4,
    /// One of the `RAS_PORT_*` conditions.
    dwPortCondition: RAS_PORT_CONDITION | 16 | 8,
    /// Calls that the port ever served.
    dwTotalNumberOfCalls: DWORD | 20 | 12,
    /// Seconds since the port was connected.
    dwConnectDuration: DWORD | 24 | 16,
    /// The port by name.
    wszPortName: [WCHAR; MAX_PORT_NAME + 1] | 28 | 20,
    /// The medium by name.
    wszMediaName: [WCHAR; MAX_MEDIA_NAME + 1] | 62 | 54,
    /// The device by name.
    wszDeviceName: [WCHAR; MAX_DEVICE_NAME + 1] | 96 | 88,
    /// The type of device by name.
    wszDeviceType: [WCHAR; MAX_DEVICETYPE_NAME + 1] | 354 | 346,
}

structure! {
    /// A port: its counters. Second argument of the link callouts.
    RAS_PORT_1: x64 72 / 8, x86 64 / 4;
    /// The port; the same value in every structure about it.
    hPort: HANDLE | 0 | 0,
    /// The connection that the port is a link of.
    hConnection: HANDLE | 8 | 4,
    /// One of the `RAS_HARDWARE_*` values.
    dwHardwareCondition: RAS_HARDWARE_CONDITION | 16 | 8,
    /// Bits per second.
    dwLineSpeed: DWORD | 20 | 12,
    /// Bytes sent, counted after compression.
    dwBytesXmited: DWORD | 24 | 16,
    /// Bytes received, counted before decompression.
    dwBytesRcved: DWORD | 28 | 20,
    /// Frames sent.
    dwFramesXmited: DWORD | 32 | 24,
    /// Frames received.
    dwFramesRcved: DWORD | 36 | 28,
    /// Frames received with a wrong checksum.
    dwCrcErr: DWORD | 40 | 32,
    /// Timeouts.
    dwTimeoutErr: DWORD | 44 | 36,
    /// Frames received that were misaligned.
    dwAlignmentErr: DWORD | 48 | 40,
    /// Overruns in the hardware.
    dwHardwareOverrunErr: DWORD | 52 | 44,
    /// Framing errors.
    dwFramingErr: DWORD | 56 | 48,
    /// Overruns of the buffer.
    dwBufferOverrunErr: DWORD | 60 | 52,
    /// Of the data received: compressed size in percent of the uncompressed size.
    dwCompressionRatioIn: DWORD | 64 | 56,
    /// Of the data sent: compressed size in percent of the uncompressed size.
    dwCompressionRatioOut: DWORD | 68 | 60,
}

structure! {
    /// A port: state and counters of 64 bits. No callout receives it; absent from mingw-w64.
    RAS_PORT_2: x64 496 / 8, x86 488 / 8;
    /// The port; the same value in every structure about it.
    hPort: HANDLE | 0 | 0,
    /// The connection that the port is a link of.
    hConnection: HANDLE | 8 | 4,
    /// The state of the port; no page lists the values.
    dwConn_State: DWORD | 16 | 8,
    /// The port by name.
    wszPortName: [WCHAR; MAX_PORT_NAME + 1] | 20 | 12,
    /// The medium by name.
    wszMediaName: [WCHAR; MAX_MEDIA_NAME + 1] | 54 | 46,
    /// The device by name.
    wszDeviceName: [WCHAR; MAX_DEVICE_NAME + 1] | 88 | 80,
    /// The type of device by name.
    wszDeviceType: [WCHAR; MAX_DEVICETYPE_NAME + 1] | 346 | 338,
    /// One of the `RAS_HARDWARE_*` values.
    dwHardwareCondition: RAS_HARDWARE_CONDITION | 380 | 372,
    /// Bits per second.
    dwLineSpeed: DWORD | 384 | 376,
    /// Frames received with a wrong checksum.
    dwCrcErr: DWORD | 388 | 380,
    /// Overruns of the serial line.
    dwSerialOverRunErrs: DWORD | 392 | 384,
    /// Timeouts.
    dwTimeoutErr: DWORD | 396 | 388,
    /// Frames received that were misaligned.
    dwAlignmentErr: DWORD | 400 | 392,
    /// Overruns in the hardware.
    dwHardwareOverrunErr: DWORD | 404 | 396,
    /// Framing errors.
    dwFramingErr: DWORD | 408 | 400,
    /// Overruns of the buffer.
    dwBufferOverrunErr: DWORD | 412 | 404,
    /// Of the data received: compressed size in percent of the uncompressed size.
    dwCompressionRatioIn: DWORD | 416 | 408,
    /// Of the data sent: compressed size in percent of the uncompressed size.
    dwCompressionRatioOut: DWORD | 420 | 412,
    /// All errors together.
    dwTotalErrors: DWORD | 424 | 416,
    /// Bytes sent.
    ullBytesXmited: ULONG64 | 432 | 424,
    /// Bytes received.
    ullBytesRcved: ULONG64 | 440 | 432,
    /// Frames sent.
    ullFramesXmited: ULONG64 | 448 | 440,
    /// Frames received.
    ullFramesRcved: ULONG64 | 456 | 448,
    /// Bytes sent, before compression.
    ullBytesTxUncompressed: ULONG64 | 464 | 456,
    /// Bytes sent, after compression.
    ullBytesTxCompressed: ULONG64 | 472 | 464,
    /// Bytes received, after decompression.
    ullBytesRcvUncompressed: ULONG64 | 480 | 472,
    /// Bytes received, before decompression.
    ullBytesRcvCompressed: ULONG64 | 488 | 480,
}

//! A zip archive of one file, stored uncompressed: what CloudFormation makes of inline code.

/// The archive's bytes. The file's time stamp is the format's first, so that the same code gives
/// the same archive.
pub(super) fn archive(name: &str, content: &str) -> Vec<u8> {
    const LOCAL_HEADER: u32 = 0x0403_4b50;
    const CENTRAL_HEADER: u32 = 0x0201_4b50;
    const END: u32 = 0x0605_4b50;
    const FIRST_DAY: u16 = 0x21;
    const VERSION: u16 = 20;
    const UNIX: u16 = 3 << 8 | VERSION;
    const READABLE_FILE: u32 = 0o100_644 << 16;

    let size = u32::try_from(content.len()).unwrap_or(u32::MAX);
    let name_length = u16::try_from(name.len()).unwrap_or(u16::MAX);
    let mut common = Bytes::default();
    common.u16(VERSION).u16(0).u16(0).u16(0).u16(FIRST_DAY);
    common.u32(crc32(content.as_bytes())).u32(size).u32(size).u16(name_length).u16(0);

    let mut zip = Bytes::default();
    zip.u32(LOCAL_HEADER).raw(&common.0).raw(name.as_bytes()).raw(content.as_bytes());
    let directory = u32::try_from(zip.0.len()).unwrap_or(u32::MAX);
    zip.u32(CENTRAL_HEADER).u16(UNIX).raw(&common.0).u16(0).u16(0).u16(0);
    zip.u32(READABLE_FILE).u32(0).raw(name.as_bytes());
    let directory_size = u32::try_from(zip.0.len()).unwrap_or(u32::MAX) - directory;
    zip.u32(END).u16(0).u16(0).u16(1).u16(1).u32(directory_size).u32(directory).u16(0);
    zip.0
}

#[derive(Default)]
struct Bytes(Vec<u8>);

impl Bytes {
    fn raw(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend_from_slice(bytes);
        self
    }

    fn u16(&mut self, value: u16) -> &mut Self {
        self.raw(&value.to_le_bytes())
    }

    fn u32(&mut self, value: u32) -> &mut Self {
        self.raw(&value.to_le_bytes())
    }
}

/// The check sum of zip (IEEE 802.3), bit by bit: inline code has 4 KB at most.
fn crc32(bytes: &[u8]) -> u32 {
    const POLYNOMIAL: u32 = 0xedb8_8320;
    let step = |crc: u32| if crc & 1 == 1 { crc >> 1 ^ POLYNOMIAL } else { crc >> 1 };
    let byte = |crc: u32, byte: &u8| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc));
    !bytes.iter().fold(u32::MAX, byte)
}

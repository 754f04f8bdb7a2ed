package import NIOCore

extension ByteBuffer {
    /// Takes in what has arrived; what was read already makes room.
    package mutating func takeIn(_ arrived: ByteBuffer) {
        if readableBytes == 0 {
            self = arrived
        } else {
            var arrived = arrived
            discardReadBytes()
            writeBuffer(&arrived)
        }
    }
}

import CivilTime
import Messaging
import NIOCore

/// The carrier's side of one protocol, on one connection: bytes to what a client asks, and answers to bytes. What is
/// answered, when and how wrongly is decided by `CarrierCore` and `CarrierSession`, the same for all protocols.
protocol CarrierWire: AnyObject {
    /// The client may send texts, and receives deliveries: as it has bound.
    var sends: Bool { get }
    var receives: Bool { get }

    /// Reads the next PDU; nil when none has arrived whole. What answers itself (are you there?) is written to `bytes`.
    func next(_ inbound: inout ByteBuffer, to bytes: inout ByteBuffer) throws -> ClientRequest?
    /// Why the client that asks to bind is not let in, by its credentials; nil where nothing speaks against it.
    func refusal(_ behaviour: CarrierBehaviour) -> BindAnswer?
    /// Answers the bind that was read last.
    func answer(bind answer: BindAnswer, _ behaviour: CarrierBehaviour, to bytes: inout ByteBuffer) throws
    func answer(text sequence: UInt32, _ answer: CarrierAnswer, to bytes: inout ByteBuffer) throws
    func deliver(_ delivery: CarrierDelivery, sequence: UInt32, to bytes: inout ByteBuffer) throws
    /// A text's number as its answer writes it.
    func answered(id number: UInt64, of text: CarrierText) -> String
    /// The connection is open: what is said first, where the carrier made it.
    func opened(to bytes: inout ByteBuffer) throws
    /// For a connection of the carrier's own to the client that was admitted here, where the protocol delivers so.
    func callBack() -> (any CarrierWire)?
}

extension CarrierWire {
    func opened(to bytes: inout ByteBuffer) throws {}

    func callBack() -> (any CarrierWire)? { nil }
}

enum ClientRequest {
    /// Answered by the wire itself, or not to be answered.
    case nothing
    case bind(account: String)
    case text(CarrierText, sequence: UInt32)
    case deliveryAnswered(sequence: UInt32)
    /// The client took the bind that we made.
    case tookBind
    /// Its answer is written.
    case unbind
    /// Nothing after it can be read.
    case broken
}

/// A text that a client hands in.
struct CarrierText {
    /// The client's number.
    var source: String
    var destination: String
    var part: CarrierReply.Part?
    /// User data without its header.
    var octets: ByteBuffer
    var asksForReceipt: Bool
    /// What the client has named it by, where that is its id.
    var name: UInt128 = 0
}

enum CarrierAnswer {
    case taken(UInt64)
    case tooFast
    /// nil: the protocol's usual refusal.
    case refused(UInt32?)
}

enum BindAnswer: Equatable {
    case admitted
    case refused
    case boundAlready
    case unknownAccount
    case wrongPassword
    /// As many binds as the account has are held.
    case full
}

/// What a simulated carrier speaks.
package enum SimulatedProtocol: String, Sendable, CaseIterable {
    case smpp, cmpp, smgp, sgip

    /// Where clients look for it.
    package var usualPort: Int {
        switch self {
        case .smpp: 2775
        case .cmpp: 7890
        case .smgp: 8890
        case .sgip: 8801
        }
    }

    func wire(_ behaviour: CarrierBehaviour) -> any CarrierWire {
        switch self {
        case .smpp: SMPPWire(behaviour)
        case .cmpp: CMPPWire()
        case .smgp: SMGPWire()
        case .sgip: SGIPWire()
        }
    }
}

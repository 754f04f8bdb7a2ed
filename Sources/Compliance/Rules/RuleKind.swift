internal import CivilTime

/// The few kinds of which all rules are made; an enum, so that a decision costs no dynamic call.
package enum RuleKind: Sendable {
    case window(WindowRule)
    case cap(CapRule)
    case consent(ConsentRule)
    case optOut(OptOutRule)
    case audience(AudienceRule)
    case stop(StopRule)
    case wording(WordingRule)
    /// What must be kept and what must go; says nothing about a contact.
    case retention(RetentionRule)
    /// A duty that no message can fulfil or break, with who fulfils it: listed, never judged.
    case duty(String)

    var isDataOnly: Bool {
        switch self {
        case .retention, .duty: true
        case .window, .cap, .consent, .optOut, .audience, .stop, .wording: false
        }
    }

    /// The key under which packs write it.
    package var name: String {
        switch self {
        case .window: "window"
        case .cap: "cap"
        case .consent: "consent"
        case .optOut: "opt_out"
        case .audience: "audience"
        case .stop: "stop"
        case .wording: "wording"
        case .retention: "retention"
        case .duty: "duty"
        }
    }

    /// Rules whose edges must be shown by vectors.
    package var needsVectors: Bool {
        switch self {
        case .window, .cap: true
        case .consent, .optOut, .audience, .stop, .wording, .retention, .duty: false
        }
    }

    /// The detail of a finding that allows.
    var noObjection: String {
        switch self {
        case .window: "the borrower's local time is inside the hours"
        case .cap(let cap): "fewer than \(cap.most) \(cap.counted) \(cap.span)"
        case .consent: "consent is on record"
        case .optOut: "no opt-out is on record"
        case .audience: "the contact point belongs to somebody who may be told"
        case .stop(let stop): "none of these flags stands: \(stop.names)"
        case .wording(let wording): wording.noObjection
        case .retention, .duty: ""
        }
    }
}

/// What one rule answers to one contact at one instant.
enum Speech {
    /// The rule has nothing to say to this contact.
    case silent
    /// No objection; nil: none that time alone could bring.
    case allow(until: Instant?)
    case hold(until: Instant, String)
    case suppress(String)
}

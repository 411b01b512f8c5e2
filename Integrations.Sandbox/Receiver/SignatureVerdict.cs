namespace Integrations.Sandbox.Receiver;

internal enum SignatureVerdict
{
    /// <summary>The message has no such signature.</summary>
    Missing,

    /// <summary>There is one, and no secret to check it with, or not all of the body.</summary>
    Unchecked,
    Valid,
    Invalid,
}

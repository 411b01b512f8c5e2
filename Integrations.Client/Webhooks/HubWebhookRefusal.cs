namespace Integrations.Client;

/// <summary>Why a delivery is not taken for the hub's. For the receiver's log; its sender is told no more than 401.</summary>
public enum HubWebhookRefusal
{
    /// <summary>One of the three headers is not there, or is there twice.</summary>
    HeaderMissing,

    /// <summary>The id or the time is none.</summary>
    HeaderUnreadable,

    /// <summary>No signature is of one of the secrets, over these bytes.</summary>
    SignatureWrong,

    /// <summary>Signed, but too long ago: a repetition by someone who recorded it. Or the clocks differ.</summary>
    TooFarFromNow,

    /// <summary>Signed, but no event.</summary>
    BodyUnreadable,
}

namespace Integrations.Client;

/// <summary>What kind of error it is, the same for every surface of the hub.</summary>
public enum HubErrorKind
{
    /// <summary>The hub, or what stands before it, failed: 5xx but for 503.</summary>
    Failed,

    /// <summary>400, 413, 415 or 422: what was sent is not accepted; sending it again gives the same.</summary>
    Invalid,

    /// <summary>401: the token is not valid, has ended, or could not be had.</summary>
    Unauthenticated,

    /// <summary>403: whose token it is may not do this.</summary>
    Forbidden,

    /// <summary>404: it is not there, or is not seen by whose token it is.</summary>
    NotFound,

    /// <summary>409, 412 or 428: it does not go together with how things are now.</summary>
    Conflict,

    /// <summary>429: too many calls. <see cref="HubError.RetryAfter"/> says how long to wait.</summary>
    RateLimited,

    /// <summary>503: not now. <see cref="HubError.RetryAfter"/> says how long to wait.</summary>
    Unavailable,

    /// <summary>No answer: the hub could not be reached. Whether it did something is not known.</summary>
    Unreachable,

    /// <summary>No answer within <see cref="IntegrationsHubOptions.Timeout"/>. Whether the hub did something is not known.</summary>
    TimedOut,

    /// <summary>An answer that is not what the hub's documents say: another version, or no hub at all.</summary>
    Unreadable,
}

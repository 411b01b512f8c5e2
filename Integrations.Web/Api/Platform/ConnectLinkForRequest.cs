using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

/// <summary>For whom a link is.</summary>
[ApiRequest(nameof(ConnectLinkForRequest.Kind))]
internal sealed record ConnectLinkForRequest
{
    /// <summary>member: that one, signed in as themself; any_member: the first member who signs in with it; outside: a person without an account, where the organization allows that.</summary>
    [OneOf("member", "any_member", "outside")]
    public string? Kind { get; init; }

    /// <summary>For a member: their id or e-mail address.</summary>
    public string? Member { get; init; }

    /// <summary>For a person outside: where the hub may send the link; at most 320 characters.</summary>
    public string? Email { get; init; }

    /// <summary>For a person outside: who they are, in words; at most 120 characters.</summary>
    public string? Label { get; init; }

    /// <summary>For a person outside: the caller's own id of them, at most 200 characters. Events and the integration carry it, and a later link with it connects the same integration again.</summary>
    public string? Reference { get; init; }
}

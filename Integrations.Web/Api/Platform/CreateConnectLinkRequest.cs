using System.Text.Json.Nodes;
using Integrations.Core.Connections.Links;
using Integrations.Primitives;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

[ApiRequest(nameof(CreateConnectLinkRequest.Providers), nameof(CreateConnectLinkRequest.For))]
internal sealed record CreateConnectLinkRequest
{
    /// <summary>Ids or names of 1 to 10 providers; the person connects one of them.</summary>
    public IReadOnlyList<string?>? Providers { get; init; }

    public ConnectLinkForRequest? For { get; init; }

    /// <summary>Where the browser goes in the end, with status, error, linkId, integrationId and reference as query members: a path of the hub, or an address of an allowed origin.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>Settings of the integration that is made for it; one that exists keeps its own.</summary>
    public JsonObject? Settings { get; init; }

    /// <summary>1 to 30; 7 unless told.</summary>
    public int? ExpiresInDays { get; init; }

    /// <summary>At most 10 exact origins whose pages may show the link's first page in a frame, such as https://portal.example.org.</summary>
    public IReadOnlyList<string?>? FrameOrigins { get; init; }

    /// <summary>The hub sends the link to the member or the e-mail address.</summary>
    public bool SendMail { get; init; }

    public Result<NewConnectLink> Read()
    {
        if (ConnectLinkNames.Parse(For?.Kind) is not { } audience)
        {
            return Failure.InvalidField("for.kind", "for.kind must be one of member, any_member, outside.");
        }

        if (ExpiresInDays is < 1 or > 30)
        {
            return Failure.InvalidField("expiresInDays", "expiresInDays must be 1 to 30.");
        }

        return new NewConnectLink([.. (Providers ?? []).Select(name => name ?? "")], audience)
        {
            Member = For!.Member,
            Email = For.Email,
            Label = For.Label,
            Reference = For.Reference,
            ReturnUrl = ReturnUrl,
            Settings = Settings,
            Origins = [.. (FrameOrigins ?? []).Select(origin => origin ?? "")],
            Lifetime = ExpiresInDays is { } days ? TimeSpan.FromDays(days) : ConnectLink.DefaultLifetime,
            SendMail = SendMail,
        };
    }
}

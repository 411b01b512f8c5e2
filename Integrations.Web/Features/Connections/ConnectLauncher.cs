using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Integrations.Core.Common;
using Integrations.Core.Connections.OAuth;
using Microsoft.AspNetCore.DataProtection;

namespace Integrations.Web.Features.Connections;

/// <summary>
/// Starts an OAuth flow from a page. A circuit cannot set a cookie, so the page gets an address of ours to go to: a
/// ticket that is good for one minute and one person, and that ties the browser to the flow (SECURITY O4).
/// </summary>
public sealed class ConnectLauncher(OAuthFlow flow, IDataProtectionProvider protection)
{
    private static readonly TimeSpan TicketLifetime = TimeSpan.FromMinutes(1);

    private readonly ITimeLimitedDataProtector _tickets = protection.CreateProtector("Integrations.ConnectTicket.v1").ToTimeLimitedDataProtector();

    /// <summary>Gives the address to navigate to with a full page load.</summary>
    /// <param name="caller">Who connects.</param>
    /// <param name="instanceId">An integration that exists.</param>
    /// <param name="returnUrl">A path of ours; it gets <c>status</c> and <c>error</c> as query members.</param>
    /// <param name="allowAccountChange">A person agreed to another vendor account than before.</param>
    /// <param name="fields">What the manifest asks before going to the vendor; null for nothing.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<Result<string>> StartAsync(
        Caller caller, Guid instanceId, string returnUrl, bool allowAccountChange, IReadOnlyDictionary<string, string>? fields, CancellationToken cancellationToken)
    {
        var browserKey = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var request = new FlowRequest(returnUrl) { BrowserKey = browserKey, AllowAccountChange = allowAccountChange, Fields = fields ?? new Dictionary<string, string>(StringComparer.Ordinal) };
        var started = await flow.StartAsync(caller, instanceId, request, cancellationToken);
        return started.Map(f => $"{ConnectEndpoints.GoPath}?ticket={Write(new ConnectTicket(caller.UserId, browserKey, f.AuthorizationUrl))}");
    }

    /// <summary>Null for a ticket that is not ours, too old, or somebody else's.</summary>
    internal ConnectTicket? Read(string? ticket, Guid? signedInUser)
    {
        if (string.IsNullOrEmpty(ticket))
        {
            return null;
        }

        try
        {
            var read = JsonSerializer.Deserialize<ConnectTicket>(_tickets.Unprotect(ticket));
            return read is not null && read.UserId == signedInUser ? read : null;
        }
        catch (Exception exception) when (exception is CryptographicException or JsonException)
        {
            return null;
        }
    }

    private string Write(ConnectTicket ticket) => _tickets.Protect(JsonSerializer.Serialize(ticket), TicketLifetime);
}

internal sealed record ConnectTicket(Guid? UserId, string BrowserKey, string AuthorizationUrl)
{
    public override string ToString() => "***";
}

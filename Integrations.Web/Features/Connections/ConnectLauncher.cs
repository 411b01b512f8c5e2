using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Core.Setup;
using Integrations.Primitives;
using Microsoft.AspNetCore.DataProtection;

namespace Integrations.Web.Features.Connections;

/// <summary>
/// Starts an OAuth flow from a page. A circuit cannot set a cookie, so the page gets an address of ours to go to: a
/// ticket that is good for one minute and one person, and that ties the browser to the flow (SECURITY O4).
/// </summary>
public sealed class ConnectLauncher(OAuthFlow flow, OAuthTrial trial, InstanceService instances, IDataProtectionProvider protection)
{
    private const int MostNames = 20;

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
        var request = new FlowRequest(returnUrl) { AllowAccountChange = allowAccountChange, Fields = fields ?? new Dictionary<string, string>(StringComparer.Ordinal) };
        return await StartAsync(caller, instanceId, request, cancellationToken);
    }

    /// <summary>Gives the address to navigate to with a full page load.</summary>
    /// <param name="caller">Who connects.</param>
    /// <param name="instanceId">An integration that exists.</param>
    /// <param name="wanted">All but the browser's key, which is made here.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<Result<string>> StartAsync(Caller caller, Guid instanceId, FlowRequest wanted, CancellationToken cancellationToken)
    {
        var browserKey = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var started = await flow.StartAsync(caller, instanceId, wanted with { BrowserKey = browserKey }, cancellationToken);
        return started.Map(f => $"{ConnectEndpoints.GoPath}?ticket={Write(new ConnectTicket(caller.UserId, f.State, browserKey, f.AuthorizationUrl))}");
    }

    /// <summary>Tries a provider's OAuth client; comes back to the checklist.</summary>
    public async Task<Result<string>> StartTrialAsync(Caller caller, string provider, CancellationToken cancellationToken)
    {
        var browserKey = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var started = await trial.StartAsync(caller, provider, browserKey, cancellationToken);
        return started.Map(f => $"{ConnectEndpoints.GoPath}?ticket={Write(new ConnectTicket(caller.UserId, f.State, browserKey, f.AuthorizationUrl))}");
    }

    /// <summary>Makes an integration for the caller alone and starts its flow; nothing stays when the flow cannot start.</summary>
    /// <param name="caller">Who connects.</param>
    /// <param name="provider">The provider's key.</param>
    /// <param name="name">As lists show it; gets a number where the caller has one of this name.</param>
    /// <param name="returnUrl">A path of ours.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<Result<string>> StartPersonalAsync(Caller caller, string provider, string name, string returnUrl, CancellationToken cancellationToken)
    {
        for (var number = 1; ; number++)
        {
            var values = new InstanceChanges { Name = number == 1 ? name : $"{name} {number}" };
            var created = await instances.CreateAsync(caller, new NewInstance(provider, InstanceLevel.User, values), cancellationToken);
            if (created.Failure is { Code: InstanceFailures.NameTakenCode } && number < MostNames)
            {
                continue;
            }

            if (!created.TryGet(out var instance, out var failure))
            {
                return failure;
            }

            var started = await StartAsync(caller, instance.Id, returnUrl, allowAccountChange: false, fields: null, cancellationToken);
            if (started.Failure is not null)
            {
                await instances.DeleteAsync(caller, instance.Id, CancellationToken.None);
            }

            return started;
        }
    }

    /// <summary>Null for a ticket that is not ours, too old, or someone else's.</summary>
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

using Integrations.Core.Connections;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Web.Components.Shared;
using Integrations.Web.Localization;

namespace Integrations.Web.Features.Instances;

/// <summary>How an integration stands, for the person who looks at it.</summary>
/// <param name="Reason">What is wrong or awaited, and what to do; null while all is well.</param>
internal sealed record InstanceAppearance(Tone Tone, string Word, string? Reason, Remedy Remedy)
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(7);

    public static InstanceAppearance Of(InstanceView view, DateTimeOffset now)
    {
        var (instance, connection) = (view.Instance, view.Connection);
        if (instance.Status == InstanceStatus.Disabled)
        {
            return new(Tone.Off, Text.T("Disabled"), Text.T("Nothing is sent to the vendor until it is enabled again."), Remedy.Enable);
        }

        if (connection is null)
        {
            return instance.UserScoped
                ? new(Tone.Busy, Text.T("Waiting for you"), Text.T("Connect your own {0} account to use it.", view.ProviderName), Remedy.Connect)
                : new(Tone.Busy, Text.T("Pending"), Text.T("Enabled, but not connected to {0} yet.", view.ProviderName), Remedy.Connect);
        }

        return connection.Status switch
        {
            ConnectionStatus.Expired => new(Tone.Bad, Text.T("Expired"), connection.LastError ?? Text.T("The sign-in at {0} ended. Reconnect to go on.", view.ProviderName), Remedy.Reconnect),
            ConnectionStatus.Revoked => new(Tone.Bad, Text.T("Revoked"), connection.LastError ?? Text.T("{0} no longer accepts the credential. Reconnect to go on.", view.ProviderName), Remedy.Reconnect),
            ConnectionStatus.Error => new(Tone.Bad, Text.T("Error"), connection.LastError ?? instance.LastError ?? Text.T("It fails again and again. Test it, and reconnect if that does not help."), Remedy.Test),
            _ when !instance.UserScoped && instance.Status == InstanceStatus.Error => new(Tone.Bad, Text.T("Error"), instance.LastError ?? connection.LastError, Remedy.Test),
            _ when connection.ErrorCount > 0 => new(Tone.Warn, Text.T("Degraded"), connection.LastError, Remedy.Test),
            _ when connection is { RenewsItself: false, ExpiresAt: { } end } && end - now < Soon =>
                new(Tone.Warn, end < now ? Text.T("Expired") : Text.T("Expires {0}", When.Words(end - now)), Text.T("The credential ends and cannot renew itself. Reconnect before."), Remedy.Reconnect),
            _ when connection.MissingScopes is { Count: > 0 } missing => new(
                Tone.Warn,
                Text.T("Partly granted"),
                Text.T("Not granted at {0}: {1}. The rest works.", view.ProviderName, string.Join(", ", missing.Select(scope => scope.Label))),
                Remedy.GrantAgain),
            _ => new(Tone.Ok, Text.T("Connected"), null, Remedy.None),
        };
    }
}

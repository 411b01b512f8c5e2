using Integrations.Core.Connections;
using Integrations.Core.Instances;
using Integrations.Web.Components.Shared;

namespace Integrations.Web.Features.Instances;

/// <summary>The one act that brings an integration back.</summary>
internal enum Fix
{
    None,
    Connect,
    Reconnect,
    Enable,
    Test,
}

/// <summary>How an integration stands, for the person who looks at it.</summary>
/// <param name="Reason">What is wrong or awaited, and what to do; null while all is well.</param>
internal sealed record InstanceLook(Tone Tone, string Word, string? Reason, Fix Fix)
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(7);

    public static InstanceLook Of(InstanceView view, DateTimeOffset now)
    {
        var (instance, connection) = (view.Instance, view.Connection);
        if (instance.Status == InstanceStatus.Disabled)
        {
            return new(Tone.Off, "Disabled", "Nothing is sent to the vendor until it is enabled again.", Fix.Enable);
        }

        if (connection is null)
        {
            return instance.UserScoped
                ? new(Tone.Busy, "Waiting for you", $"Connect your own {view.ProviderName} account to use it.", Fix.Connect)
                : new(Tone.Busy, "Pending", $"Enabled, but not connected to {view.ProviderName} yet.", Fix.Connect);
        }

        return connection.Status switch
        {
            ConnectionStatus.Expired => new(Tone.Bad, "Expired", connection.LastError ?? $"The sign-in at {view.ProviderName} ended. Reconnect to go on.", Fix.Reconnect),
            ConnectionStatus.Revoked => new(Tone.Bad, "Revoked", connection.LastError ?? $"{view.ProviderName} no longer accepts the credential. Reconnect to go on.", Fix.Reconnect),
            ConnectionStatus.Error => new(Tone.Bad, "Error", connection.LastError ?? instance.LastError ?? "It fails again and again. Test it, and reconnect if that does not help.", Fix.Test),
            _ when !instance.UserScoped && instance.Status == InstanceStatus.Error => new(Tone.Bad, "Error", instance.LastError ?? connection.LastError, Fix.Test),
            _ when connection.ErrorCount > 0 => new(Tone.Warn, "Degraded", connection.LastError, Fix.Test),
            _ when connection is { RenewsItself: false, ExpiresAt: { } end } && end - now < Soon =>
                new(Tone.Warn, end < now ? "Expired" : $"Expires {When.Words(end - now)}", "The credential ends and cannot renew itself. Reconnect before.", Fix.Reconnect),
            _ => new(Tone.Ok, "Connected", null, Fix.None),
        };
    }
}

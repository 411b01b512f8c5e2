using Integrations.Core.Connections;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Web.Components.Shared;
using Integrations.Web.Features.Instances;

namespace Integrations.Tests.Instances;

public sealed class InstanceAppearanceTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Look_Disabled_OffersEnable() => Check(View(InstanceStatus.Disabled), Tone.Off, Remedy.Enable);

    [Fact]
    public void Look_NotConnected_OffersConnect() => Check(View(InstanceStatus.Pending), Tone.Busy, Remedy.Connect);

    [Fact]
    public void Look_Connected_NeedsNothing() => Check(View(InstanceStatus.Connected, Connection()), Tone.Ok, Remedy.None);

    [Theory]
    [InlineData(ConnectionStatus.Expired)]
    [InlineData(ConnectionStatus.Revoked)]
    public void Look_CredentialEnded_OffersReconnectWithTheReason(ConnectionStatus status)
    {
        var look = InstanceAppearance.Of(View(InstanceStatus.Error, Connection(status) with { LastError = "GitHub refused the token. Reconnect to go on." }), Now);

        Assert.Equal((Tone.Bad, Remedy.Reconnect, "GitHub refused the token. Reconnect to go on."), (look.Tone, look.Remedy, look.Reason));
    }

    [Fact]
    public void Look_EndsWithinAWeekAndCannotRenewItself_WarnsBefore() =>
        Check(View(InstanceStatus.Connected, Connection() with { ExpiresAt = Now.AddDays(3) }), Tone.Warn, Remedy.Reconnect);

    [Fact]
    public void Look_EndsSoonButRenewsItself_NeedsNothing() =>
        Check(View(InstanceStatus.Connected, Connection() with { ExpiresAt = Now.AddMinutes(20), RenewsItself = true }), Tone.Ok, Remedy.None);

    private static void Check(InstanceView view, Tone tone, Remedy fix)
    {
        var look = InstanceAppearance.Of(view, Now);
        Assert.Equal((tone, fix), (look.Tone, look.Remedy));
    }

    private static InstanceView View(InstanceStatus status, ConnectionView? connection = null) =>
        new(new IntegrationInstance { ProviderKey = "github", Name = "Code", Status = status }, null, connection);

    private static ConnectionView Connection(ConnectionStatus status = ConnectionStatus.Active) =>
        new(Guid.NewGuid(), Guid.NewGuid(), null, status, "api_key") { SecretName = "organizations/1/integrations/1/v1" };
}

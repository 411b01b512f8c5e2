namespace Integrations.Web.Features.Connections;

internal sealed record ConnectTicket(Guid? UserId, string State, string BrowserKey, string AuthorizationUrl)
{
    public override string ToString() => "***";
}

namespace Integrations.Sandbox.Http;

internal enum TokenState
{
    Missing,
    Unknown,
    Expired,
    Revoked,
    Valid,
}

namespace Integrations.Sandbox.Declared;

/// <summary>Where a vendor tells what happens in one account.</summary>
internal sealed record DeclaredReceiver(Uri Address, string Secret)
{
    public override string ToString() => Address.Host;
}

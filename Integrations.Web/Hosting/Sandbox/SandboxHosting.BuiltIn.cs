namespace Integrations.Web.Hosting.Sandbox;

/// <summary>The half that is there where the sandbox is.</summary>
internal static partial class SandboxHosting
{
    static partial void Find(ref IBuiltInVendors? vendors) => vendors = new BuiltInVendors();
}

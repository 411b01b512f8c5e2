namespace Integrations.Web.Features.Agents;

/// <summary>Where what is granted to programs is seen and changed.</summary>
internal static class AgentAddresses
{
    public const string Overview = "/agents";
    public const string Policy = "/agents/rules";

    public static string Grant(string clientKey) => $"/agents/grants/{Uri.EscapeDataString(clientKey)}";
}

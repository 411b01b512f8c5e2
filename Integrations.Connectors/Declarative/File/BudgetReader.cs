using Integrations.Connectors.Http;

namespace Integrations.Connectors.Declarative.File;

/// <summary>The vendor's limits.</summary>
internal static class BudgetReader
{
    public static VendorBudget Read(FileNode node)
    {
        var reset = node.Find("reset");
        return new VendorBudget(node.FindNumber("requests") ?? 1, TimeSpan.FromSeconds(node.FindNumber("seconds") ?? 1), node.FindText("per") == "client")
        {
            LimitHeader = node.FindText("limit"),
            RemainingHeader = node.FindText("remaining"),
            ResetHeader = reset?.FindText("header"),
            PathEnd = node.FindText("pathEnd"),
            ResetForm = reset?.FindText("as") ?? "seconds",
        };
    }
}

using System.Text.Json.Nodes;
using Integrations.Core.Actions;

namespace Integrations.Web.Api.Automation;

/// <param name="Result">success, and what the vendor gave back.</param>
/// <param name="ExecutionTime">Milliseconds.</param>
internal sealed record AutomationActionResult(string Action, JsonObject Result, long ExecutionTime)
{
    public static AutomationActionResult Of(ActionRun run)
    {
        var result = new JsonObject { ["success"] = true };
        foreach (var (name, value) in run.Output.Where(m => m.Key != "success"))
        {
            result[name] = value?.DeepClone();
        }

        return new AutomationActionResult(run.Action, result, (long)run.Took.TotalMilliseconds);
    }
}

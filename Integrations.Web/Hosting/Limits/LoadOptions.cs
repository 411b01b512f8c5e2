using System.ComponentModel.DataAnnotations;

namespace Integrations.Web.Hosting.Limits;

/// <summary>How much a node takes at once. Section <c>Load</c>.</summary>
internal sealed class LoadOptions
{
    public const string Section = "Load";

    /// <summary>Requests under way at once, circuits left out, at which nothing more is taken.</summary>
    [Range(10, 100_000)]
    public int Capacity { get; set; } = 1_000;
}

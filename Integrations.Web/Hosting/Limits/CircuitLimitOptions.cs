using System.ComponentModel.DataAnnotations;

namespace Integrations.Web.Hosting.Limits;

/// <summary>How many live pages may be open at once (SECURITY B3). Settings may tighten it, never loosen.</summary>
public sealed class CircuitLimitOptions
{
    public const string Section = "Circuits";
    public const int MostPerUser = 20;
    public const int MostPerNode = 2_000;

    /// <summary>Of one person on one node.</summary>
    [Range(1, MostPerUser)]
    public int PerUser { get; set; } = MostPerUser;

    /// <summary>Of everyone on one node; people who have not signed in share a tenth of it.</summary>
    [Range(1, MostPerNode)]
    public int PerNode { get; set; } = MostPerNode;
}

using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace Integrations.Web.Hosting;

/// <summary>What the runtime has to be. Section <c>Hub</c>.</summary>
internal sealed class RuntimeOptions
{
    public const string Section = PublicOriginOptions.Section;

    /// <summary>The oldest runtime that Production starts on, such as <c>10.0.2</c>: older ones have known holes. Unless told, the one that this build was made with.</summary>
    [Required, RegularExpression(@"^\d{1,3}\.\d{1,3}\.\d{1,3}$", MatchTimeoutInMilliseconds = 100)]
    public string MinimumRuntime { get; set; } = BuiltWith;

    /// <summary>As the build wrote it down, without what follows the patch level.</summary>
    internal static string BuiltWith => typeof(RuntimeOptions).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(fact => fact.Key == "BuiltWithRuntime").Value!.Split('-')[0];
}

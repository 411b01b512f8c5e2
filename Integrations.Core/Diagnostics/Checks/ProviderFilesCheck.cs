using Integrations.Core.Catalog.Files;
using Integrations.Core.Permissions;
using static Integrations.Primitives.TranslatableText;

namespace Integrations.Core.Diagnostics.Checks;

/// <summary>Whether the provider files that were added, or put into the operator's folder, can be used.</summary>
internal sealed class ProviderFilesCheck(ProviderFileLoader files) : IDoctorCheck
{
    public string Name => "Provider files";

    public bool NeedsDatabase => true;

    public Task<IReadOnlyList<Finding>> ExamineAsync(Caller caller, CancellationToken cancellationToken)
    {
        IReadOnlyList<Finding> findings =
        [
            .. files.Unusable.Select(file => new Finding(
                Name, FindingSeverity.Warning, Say("The provider file {0} cannot be used: {1}", file.Name, file.Reason), Say("Correct the file; provider check says what is wrong with line and column."))),
        ];
        return Task.FromResult(findings.Count > 0 ? findings : [new Finding(Name, FindingSeverity.Ok, Say("All provider files can be used."))]);
    }
}

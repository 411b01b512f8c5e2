using Integrations.Core.Permissions;

namespace Integrations.Core.Diagnostics;

/// <summary>One thing that the doctor examines; each feature registers its own. It changes nothing, and may throw what it meets: the doctor makes a finding of it.</summary>
public interface IDoctorCheck
{
    /// <summary>What is examined, a word or two: the title of the finding when it could not be.</summary>
    string Name => GetType().Name;

    /// <summary>Whether it asks the database: then it is left out while that one does not answer.</summary>
    bool NeedsDatabase => false;

    /// <param name="caller">The super admin or operator who asks.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task<IReadOnlyList<Finding>> ExamineAsync(Caller caller, CancellationToken cancellationToken);
}

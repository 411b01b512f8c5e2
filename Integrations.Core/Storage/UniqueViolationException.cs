using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Integrations.Core.Storage;

/// <summary>Something was to be saved that may be there once only, and another row has it.</summary>
public sealed class UniqueViolationException(DbUpdateException refused) : DbUpdateException(refused.Message, refused.InnerException)
{
    /// <inheritdoc/>
    public override IReadOnlyList<EntityEntry> Entries => refused.Entries;
}

import { Table } from '@mantine/core';

interface FactTableProps {
  readonly rows: readonly { readonly label: string; readonly value: string }[];
  readonly label: string;
}

/** Names and values, one pair a row; long values wrap. */
export function FactTable({ rows, label }: FactTableProps) {
  return (
    <Table aria-label={label} verticalSpacing={6} horizontalSpacing={8} layout="fixed">
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={`${row.label} ${row.value}`}>
            <Table.Th scope="row" w="34%" fw={400} c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {row.label}
            </Table.Th>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>{row.value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
